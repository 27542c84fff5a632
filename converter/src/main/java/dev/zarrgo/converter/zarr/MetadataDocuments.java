package dev.zarrgo.converter.zarr;

import java.util.List;
import java.util.Map;

/// The metadata documents of a store, ready to be written.
public final class MetadataDocuments {

    private final List<Map<String, byte[]>> steps;
    private final byte[] root;

    MetadataDocuments(List<Map<String, byte[]>> steps, byte[] root) {
        this.steps = List.copyOf(steps);
        this.root = root;
    }

    /// Every `zarr.json` but the root's, by key, in the steps in which they have to be written; order
    /// within a step does not matter.
    public List<Map<String, byte[]>> steps() {
        return steps;
    }

    /// The root document, which comes last.
    public byte[] root() {
        return root;
    }
}
