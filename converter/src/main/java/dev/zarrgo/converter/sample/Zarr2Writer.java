package dev.zarrgo.converter.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.converter.zarr.Node;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// The metadata documents of a whole store, Zarr v2.
///
/// Source: <https://zarr-specs.readthedocs.io/en/latest/v2/v2.0.html>, with `.zmetadata` as zarr-python
/// consolidates it.
final class Zarr2Writer {

    private Zarr2Writer() {}

    /// The key of the document that says that a store is complete.
    static final String ROOT_KEY = ".zmetadata";

    /// Every document by key, in the order in which they have to be written: those of the root last, and of
    /// these the consolidated one.
    static SequencedMap<String, byte[]> documents(Hierarchy hierarchy) {
        SortedMap<String, JsonNode> all = all(hierarchy);
        var documents = new LinkedHashMap<String, byte[]>();
        all.forEach((key, document) -> {
            if (key.indexOf('/') >= 0) {
                documents.put(key, Json.bytes(document));
            }
        });
        all.forEach((key, document) -> documents.putIfAbsent(key, Json.bytes(document)));
        ObjectNode metadata = Json.object();
        all.forEach(metadata::set);
        ObjectNode consolidated = Json.object();
        consolidated.set("metadata", metadata);
        documents.put(ROOT_KEY, Json.bytes(consolidated.put("zarr_consolidated_format", 1)));
        return documents;
    }

    private static SortedMap<String, JsonNode> all(Hierarchy hierarchy) {
        var documents = new TreeMap<String, JsonNode>();
        hierarchy.nodes().forEach((path, node) -> {
            documents.put(Hierarchy.child(path, ".zattrs"), node.attributes());
            String name = node instanceof ArrayMetadata ? ".zarray" : ".zgroup";
            documents.put(Hierarchy.child(path, name), document(node));
        });
        return documents;
    }

    private static ObjectNode document(Node node) {
        return node instanceof ArrayMetadata array ? array(array) : group();
    }

    private static ObjectNode group() {
        return Json.object().put("zarr_format", 2);
    }

    private static ObjectNode array(ArrayMetadata array) {
        ObjectNode document = Json.object();
        document.set("chunks", Json.numbers(array.chunkShape()));
        document.set("compressor", compressor(array));
        document.put("dimension_separator", ".").put("dtype", type(array.type()));
        document.set("fill_value", array.fillValue() == null ? NullNode.getInstance() : array.fillValue());
        document.putNull("filters").put("order", "C");
        document.set("shape", Json.numbers(array.shape()));
        return document.put("zarr_format", 2);
    }

    private static JsonNode compressor(ArrayMetadata array) {
        for (Codec codec : array.codecs()) {
            if (codec instanceof Codec.Blosc blosc) {
                return Json.object()
                        .put("blocksize", blosc.blockBytes())
                        .put("clevel", blosc.level())
                        .put("cname", blosc.compressor())
                        .put("id", "blosc")
                        .put("shuffle", shuffle(blosc.shuffle()));
            }
        }
        return NullNode.getInstance();
    }

    private static int shuffle(Codec.Shuffle shuffle) {
        return switch (shuffle) {
            case NONE -> 0;
            case BYTE -> 1;
            case BIT -> 2;
        };
    }

    private static String type(DataType type) {
        String order = type.wordBytes() == 1 ? "|" : "<";
        return switch (type.kind()) {
            case BOOL -> "|b1";
            case INT -> order + "i" + type.bytes();
            case UINT -> order + "u" + type.bytes();
            case FLOAT -> order + "f" + type.bytes();
            case COMPLEX -> order + "c" + type.bytes();
            case UTF32 -> order + "U" + type.bytes() / 4;
            case ASCII -> order + "S" + type.bytes();
        };
    }
}
