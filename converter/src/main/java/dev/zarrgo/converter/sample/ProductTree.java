package dev.zarrgo.converter.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.ChunkKeys;
import dev.zarrgo.converter.zarr.GroupMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.converter.zarr.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The metadata of real products of CPM 2, which come with the code.
final class ProductTree {

    private static final Codec LITTLE_ENDIAN = new Codec.Bytes(Codec.Endian.LITTLE);
    private static final Codec BLOSC = new Codec.Blosc("zstd", 3, Codec.Shuffle.BIT, 1, 0);

    private ProductTree() {}

    /// The product of this kind, in full size.
    static Hierarchy read(SampleRequest.Kind kind) {
        var nodes = new TreeMap<String, Node>();
        add(nodes, "", resource(kind.name() + ".json"));
        return new Hierarchy(nodes);
    }

    private static JsonNode resource(String name) {
        try (InputStream stream = ProductTree.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the resource %s is missing".formatted(name));
            }
            return Json.parse(stream.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void add(Map<String, Node> nodes, String path, JsonNode node) {
        ObjectNode attributes = (ObjectNode) node.path("attributes");
        if (node.has("shape")) {
            nodes.put(path, array(node, attributes));
            return;
        }
        nodes.put(path, new GroupMetadata(attributes));
        node.path("members").properties().forEach(member -> {
            add(nodes, Hierarchy.child(path, member.getKey()), member.getValue());
        });
    }

    private static ArrayMetadata array(JsonNode array, ObjectNode attributes) {
        return new ArrayMetadata(
                2,
                type(array.path("dtype").asText()),
                integers(array.path("shape")),
                integers(array.path("chunks")),
                ChunkKeys.V2_DOT,
                array.path("fill_value"),
                array.path("compressor").isNull() ? List.of(LITTLE_ENDIAN) : List.of(LITTLE_ENDIAN, BLOSC),
                texts(attributes.path("_ARRAY_DIMENSIONS")),
                attributes);
    }

    private static DataType type(String name) {
        int size = Integer.parseInt(name.substring(2));
        return switch (name.charAt(1)) {
            case 'i' -> new DataType(DataType.Kind.INT, size);
            case 'u' -> new DataType(DataType.Kind.UINT, size);
            case 'f' -> new DataType(DataType.Kind.FLOAT, size);
            case 'U' -> new DataType(DataType.Kind.UTF32, 4 * size);
            default -> throw new IllegalStateException("no type " + name);
        };
    }

    static List<Integer> integers(JsonNode list) {
        var integers = new ArrayList<Integer>();
        list.forEach(item -> integers.add(item.intValue()));
        return integers;
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
