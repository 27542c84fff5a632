package dev.zarrgo.converter.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.zarrgo.converter.codec.DataType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The metadata documents of a whole store, Zarr v3.
///
/// Source: rules R1, R2, R8, R9.
public final class HierarchyWriter {

    /// Deepest last; then by name without regard to case (rule R8).
    private static final Comparator<String> BY_DEPTH = Comparator.comparingLong(HierarchyWriter::depth)
            .thenComparing(path -> path.toLowerCase(Locale.ROOT))
            .thenComparing(Comparator.naturalOrder());

    private HierarchyWriter() {}

    /// The key of the root document, whose presence says that a store is complete.
    public static final String ROOT_KEY = "zarr.json";

    /// Every `zarr.json`, in the steps in which they have to be written: arrays and plain groups, deepest
    /// first, then the consolidated groups, then the root.
    ///
    /// @param consolidated paths of groups below the root that carry a copy of their subtree's metadata
    public static MetadataDocuments documents(Hierarchy hierarchy, Set<String> consolidated) {
        var byDepth = new TreeMap<Long, Map<String, byte[]>>(Comparator.reverseOrder());
        var copies = new TreeMap<String, byte[]>();
        for (String path : hierarchy.nodes().keySet()) {
            String key = Hierarchy.child(path, ROOT_KEY);
            if (consolidated.contains(path)) {
                copies.put(key, Json.bytes(consolidated(hierarchy, path)));
            } else if (!path.isEmpty()) {
                byDepth.computeIfAbsent(depth(path), _ -> new TreeMap<>())
                        .put(key, Json.bytes(document(hierarchy.node(path))));
            }
        }
        var steps = new ArrayList<Map<String, byte[]>>(byDepth.values());
        steps.add(copies);
        return new MetadataDocuments(steps, Json.bytes(consolidated(hierarchy, "")));
    }

    /// The document of a group with a copy of everything below it.
    public static ObjectNode consolidated(Hierarchy hierarchy, String group) {
        ObjectNode document = document(hierarchy.node(group));
        ObjectNode metadata = inlineMetadata(document);
        int prefix = group.isEmpty() ? 0 : group.length() + 1;
        hierarchy.below(group).keySet().stream().sorted(BY_DEPTH).forEach(path -> {
            Node node = hierarchy.node(path);
            ObjectNode entry = document(node);
            if (node instanceof GroupMetadata) {
                inlineMetadata(entry);
            }
            metadata.set(path.substring(prefix), entry);
        });
        return document;
    }

    private static ObjectNode inlineMetadata(ObjectNode document) {
        ObjectNode consolidated = document.putObject("consolidated_metadata");
        consolidated.put("kind", "inline").put("must_understand", false);
        return consolidated.putObject("metadata");
    }

    /// The `zarr.json` of one node.
    public static ObjectNode document(Node node) {
        ObjectNode document = Json.object().put("zarr_format", 3);
        switch (node) {
            case GroupMetadata group -> document.put("node_type", "group").set("attributes", group.attributes());
            case ArrayMetadata array -> writeArray(array, document.put("node_type", "array"));
        }
        return document;
    }

    private static void writeArray(ArrayMetadata array, ObjectNode document) {
        document.set("shape", Json.numbers(array.shape()));
        document.set("data_type", dataType(array.type()));
        ObjectNode grid = document.putObject("chunk_grid").put("name", "regular");
        grid.putObject("configuration").set("chunk_shape", Json.numbers(array.chunkShape()));
        ObjectNode keys = document.putObject("chunk_key_encoding")
                .put("name", array.chunkKeys().zarrName());
        keys.putObject("configuration").put("separator", array.chunkKeys().separator());
        document.set("fill_value", array.fillValue() == null ? NullNode.getInstance() : array.fillValue());
        document.set("codecs", CodecJson.write(array.codecs(), array.type()));
        document.set("attributes", array.attributes());
        if (!array.dimensionNames().isEmpty()) {
            document.set("dimension_names", Json.texts(array.dimensionNames()));
        }
        document.putArray("storage_transformers");
    }

    private static JsonNode dataType(DataType type) {
        if (!type.isText()) {
            return TextNode.valueOf(type.zarrName());
        }
        ObjectNode document = Json.object().put("name", type.zarrName());
        document.putObject("configuration").put("length_bytes", type.bytes());
        return document;
    }

    private static long depth(String path) {
        return path.chars().filter(c -> c == '/').count();
    }
}
