package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Json;
import java.util.List;
import java.util.Optional;

/// A node as its own document describes it, however wrong that is.
///
/// @param path without a leading `/`; empty for the root
/// @param document the `zarr.json`; empty where that is no JSON object
/// @param array what the document of an array says; empty for groups, and where it cannot be understood
record StoreNode(String path, ObjectNode document, Optional<ArrayMetadata> array) {

    private static final ObjectNode NOTHING = Json.object();

    boolean isGroup() {
        return document.path("node_type").asText().equals("group");
    }

    boolean isArray() {
        return document.path("node_type").asText().equals("array");
    }

    String name() {
        return Hierarchy.name(path);
    }

    String parent() {
        return Hierarchy.parent(path);
    }

    /// Not to be changed.
    ObjectNode attributes() {
        return document.path("attributes") instanceof ObjectNode attributes ? attributes : NOTHING;
    }

    JsonNode attribute(String name) {
        return attributes().path(name);
    }

    /// The length of the shape, as far as there is one.
    int rank() {
        return document.path("shape").size();
    }

    /// As stated; empty where they are not all texts.
    List<String> dimensions() {
        return Members.texts(document.path("dimension_names"));
    }

    /// Whether this is a one-dimensional array that is called like its dimension.
    boolean isCoordinate() {
        return rank() == 1 && dimensions().equals(List.of(name()));
    }

    /// Whether this is a scalar that describes a reference system.
    boolean isGridMapping() {
        return rank() == 0
                && (name().equals(GeoAttributes.GRID_MAPPING) || attributes().has("grid_mapping_name"));
    }

    boolean isMultiscale() {
        return isGroup() && attributes().has("multiscales");
    }
}
