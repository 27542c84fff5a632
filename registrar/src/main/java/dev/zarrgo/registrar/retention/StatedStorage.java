package dev.zarrgo.registrar.retention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Item;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which storage class an item says that its assets have, in whichever of the shapes that were written over
/// time.
///
/// Source: rules P47, P49.
///
/// @param classes by key of the asset; empty for an asset on S3 that says none
public record StatedStorage(SortedMap<String, Optional<String>> classes) {

    public StatedStorage {
        classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
    }

    /// Reads the alternates of an item.
    public static StatedStorage of(Item item) {
        var classes = new TreeMap<String, Optional<String>>();
        for (Map.Entry<String, JsonNode> asset : item.assets().properties()) {
            JsonNode s3 = asset.getValue().path("alternate").path("s3");
            if (s3.path("href").isTextual()) {
                classes.put(asset.getKey(), stated(s3, item.property("storage:schemes")));
            }
        }
        return new StatedStorage(classes);
    }

    private static Optional<String> stated(JsonNode s3, JsonNode schemes) {
        JsonNode scheme = schemes.path(s3.path("storage:refs").path(0).asText());
        return text(scheme.path("storage_class"))
                .or(() -> text(s3.path("storage:scheme").path("tier")))
                .or(() -> text(s3.path("storage:tier")));
    }

    private static Optional<String> text(JsonNode value) {
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }

    /// `{key: class or null}`
    public ObjectNode json() {
        ObjectNode json = Json.object();
        classes.forEach((key, name) -> json.put(key, name.orElse(null)));
        return json;
    }
}
