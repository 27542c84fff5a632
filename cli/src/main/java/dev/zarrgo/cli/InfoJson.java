package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.check.StoreSummary;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Json;
import java.util.Locale;
import java.util.OptionalLong;

/// What a store holds, for scripts. Members are named as Zarr names them.
final class InfoJson {

    private final boolean verbose;

    /// @param verbose whether attributes are included
    InfoJson(boolean verbose) {
        this.verbose = verbose;
    }

    ObjectNode document(StoreSummary summary) {
        ObjectNode document = Json.object()
                .put("store", summary.store().toString())
                .put("kind", summary.kind())
                .put("zarr_format", summary.zarrFormat());
        summary.crs().ifPresent(crs -> document.put("crs", crs));
        summary.bbox().ifPresent(bbox -> document.set("bbox", Json.numbers(bbox.edges())));
        summary.provenance().ifPresent(provenance -> document.put("source", provenance.source())
                .put("converter", provenance.converter()));
        document.put("groups", summary.root().groups() + 1)
                .put("arrays", summary.root().arrays());
        put(document, "objects", summary.objects());
        document.put("raw_bytes", summary.root().rawBytes());
        put(document, "stored_bytes", summary.storedBytes());
        ratio(document, summary.root().rawBytes(), summary.storedBytes());
        document.set("root", entry(summary.root()));
        return document;
    }

    private static void put(ObjectNode document, String name, OptionalLong value) {
        value.ifPresent(number -> document.put(name, number));
    }

    private static void ratio(ObjectNode document, long raw, OptionalLong stored) {
        stored.ifPresent(bytes -> {
            if (bytes > 0) {
                document.put("ratio", Math.round(1000.0 * raw / bytes) / 1000.0);
            }
        });
    }

    private ObjectNode entry(StoreSummary.Entry entry) {
        ObjectNode document = Json.object().put("path", "/" + entry.path());
        switch (entry) {
            case StoreSummary.Group group -> putGroup(document, group);
            case StoreSummary.Array array -> putArray(document, array);
            case StoreSummary.Unreadable unreadable ->
                document.put("node_type", "unreadable").put("reason", unreadable.reason());
        }
        return document;
    }

    private void putGroup(ObjectNode document, StoreSummary.Group group) {
        document.put("node_type", "group");
        group.pixelSize().ifPresent(size -> document.put("pixel_size", size));
        if (!group.levels().isEmpty()) {
            ArrayNode levels = document.putArray("levels");
            group.levels()
                    .forEach(level ->
                            levels.addObject().put("asset", level.name()).put("pixel_size", level.pixelSize()));
        }
        if (verbose) {
            document.set("attributes", group.attributes());
        }
        ArrayNode children = document.putArray("children");
        group.children().forEach(child -> children.add(entry(child)));
    }

    private void putArray(ObjectNode document, StoreSummary.Array array) {
        ArrayMetadata metadata = array.metadata();
        document.put("node_type", "array").set("shape", Json.numbers(metadata.shape()));
        document.set("dimension_names", Json.texts(metadata.dimensionNames()));
        document.put("data_type", metadata.type().zarrName());
        document.set("chunk_shape", Json.numbers(metadata.innerChunkShape()));
        if (metadata.sharding().isPresent()) {
            document.set("shard_shape", Json.numbers(metadata.chunkShape()));
        }
        document.set(
                "codecs",
                Json.texts(metadata.innerCodecs().stream().map(Codec::zarrName).toList()));
        put(document, "objects", array.objects());
        document.put("raw_bytes", array.rawBytes());
        put(document, "stored_bytes", array.storedBytes());
        ratio(document, array.rawBytes(), array.storedBytes());
        if (verbose) {
            document.set("attributes", metadata.attributes());
        }
    }

    /// A ratio for a person: two digits that mean something.
    static String ratio(long raw, long stored) {
        double ratio = (double) raw / Math.max(1, stored);
        return String.format(Locale.ROOT, ratio < 99.95 ? "%.1f" : "%.0f", ratio);
    }
}
