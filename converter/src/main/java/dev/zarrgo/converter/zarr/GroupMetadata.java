package dev.zarrgo.converter.zarr;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What the metadata of a group says.
public record GroupMetadata(ObjectNode attributes) implements Node {}
