package dev.zarrgo.converter.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.zarrgo.converter.codec.ChunkEncoder;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.DataType.Kind;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.store.WritableStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// One array of every kind that the target knows, written with everything that writes arrays.
final class WrittenStore {

    private static final Codec LITTLE = new Codec.Bytes(Codec.Endian.LITTLE);
    private static final TextNode NAN = TextNode.valueOf("NaN");
    private static final int HEIGHT = 70;
    private static final int WIDTH = 90;
    private static final int CHUNK = 32;

    /// Groups that carry a copy of what is below them.
    static final Set<String> CONSOLIDATED = Set.of("measurements/reflectance");

    private final Map<String, Node> nodes = new TreeMap<>();
    private final Map<String, Table> tables = new TreeMap<>();

    WrittenStore() {
        nodes.put("", new GroupMetadata(Json.object().put("title", "root")));
        for (String group : List.of(
                "measurements",
                "measurements/reflectance",
                "measurements/reflectance/r10m",
                "measurements/reflectance/R20m",
                "conditions")) {
            nodes.put(group, new GroupMetadata(Json.object()));
        }
        addRasters();
        addTables();
    }

    private void addRasters() {
        String group = "measurements/reflectance/r10m/";
        raster(group + "sharded", DataType.UINT16, IntNode.valueOf(0), true, List.of());
        raster(group + "unsharded", DataType.UINT16, IntNode.valueOf(0), false, List.of());
        raster(group + "bytes", DataType.UINT8, IntNode.valueOf(0), true, List.of());
        raster(group + "floats", DataType.FLOAT32, NAN, true, List.of());
        List<Codec> logical =
                List.of(new Codec.ScaleOffset(10_000, -0.1), new Codec.CastValue(DataType.UINT16, Optional.of(0L)));
        raster(group + "codec_sharded", DataType.FLOAT32, NAN, true, logical);
        raster("measurements/reflectance/R20m/codec", DataType.FLOAT32, NAN, false, logical);
        // 0-D: its value is its fill value, and no chunk is stored (rules R3, R24).
        table(group + "spatial_ref", DataType.INT64, List.of(), IntNode.valueOf(0), List.of(LITTLE));
        coordinate(group + "x", Table.of(new long[] {600_005, 600_015, 600_025}), IntNode.valueOf(0), "x");
        coordinate("measurements/reflectance/R20m/y", Table.of(new double[] {5.5, 4.5, 3.5}), NAN, "y");
    }

    private void addTables() {
        List<Codec> packed = List.of(LITTLE, MadeArray.blosc(Codec.Shuffle.BYTE, 8));
        table("conditions/angles", DataType.FLOAT64, List.of(3, 2, 4, 5, 5), NAN, packed);
        table("conditions/none", DataType.FLOAT64, List.of(3, 0), NAN, packed);
        table("conditions/flags", DataType.BOOL, List.of(7), BooleanNode.FALSE, bloscOf(1));
        table(
                "conditions/complex",
                new DataType(Kind.COMPLEX, 8),
                List.of(4),
                Json.numbers(List.of(0.0, 0.0)),
                bloscOf(4));
        var label = new DataType(Kind.UTF32, 28);
        byte[] labels = new byte[56];
        byte[] zenith = "zenith".getBytes(StandardCharsets.UTF_32LE);
        System.arraycopy(zenith, 0, labels, 0, zenith.length);
        byte[] other = "äzimuth".getBytes(StandardCharsets.UTF_32LE);
        System.arraycopy(other, 0, labels, 28, other.length);
        coordinate("conditions/angle", new Table(label, List.of(2), labels), TextNode.valueOf(""), "angle");
    }

    private static List<Codec> bloscOf(int typeBytes) {
        return List.of(LITTLE, MadeArray.blosc(Codec.Shuffle.BYTE, typeBytes));
    }

    private void coordinate(String path, Table content, JsonNode fill, String dimension) {
        tables.put(path, content);
        nodes.put(
                path,
                new ArrayMetadata(
                        3,
                        content.type(),
                        content.shape(),
                        content.shape(),
                        ChunkKeys.DEFAULT_SLASH,
                        fill,
                        List.of(LITTLE),
                        List.of(dimension),
                        Json.object().put("standard_name", dimension)));
    }

    private void table(String path, DataType type, List<Integer> shape, JsonNode fill, List<Codec> codecs) {
        List<Integer> chunk =
                shape.stream().map(size -> Math.max(1, Math.min(2, size))).toList();
        var metadata = new ArrayMetadata(
                3, type, shape, chunk, ChunkKeys.DEFAULT_SLASH, fill, codecs, List.of(), Json.object());
        byte[] content = new byte[Math.toIntExact(metadata.bytes())];
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; !shape.isEmpty() && i < metadata.elements(); i++) {
            switch (type.kind()) {
                case FLOAT -> buffer.putDouble(i % 11 == 3 ? Double.NaN : i / 3.0);
                case COMPLEX -> buffer.putFloat(i).putFloat(-i);
                default -> buffer.put((byte) (i % 3 == 1 ? 1 : 0));
            }
        }
        tables.put(path, new Table(type, shape, content));
        nodes.put(path, metadata);
    }

    private void raster(String path, DataType type, JsonNode fill, boolean sharded, List<Codec> logical) {
        List<Integer> chunk = List.of(CHUNK, CHUNK);
        var codecs = new ArrayList<>(logical);
        codecs.add(LITTLE);
        DataType stored = logical.isEmpty() ? type : DataType.UINT16;
        codecs.add(MadeArray.blosc(Codec.Shuffle.BYTE, stored.bytes()));
        List<Integer> shard = List.of(96, 96);
        nodes.put(
                path,
                new ArrayMetadata(
                        3,
                        type,
                        List.of(HEIGHT, WIDTH),
                        sharded ? shard : chunk,
                        ChunkKeys.DEFAULT_SLASH,
                        fill,
                        sharded
                                ? List.of(new Codec.Sharding(chunk, codecs, List.of(LITTLE, new Codec.Crc32c()), true))
                                : codecs,
                        List.of("y", "x"),
                        Json.object().put("grid_mapping", "spatial_ref")));
        byte[] content = new byte[HEIGHT * WIDTH * stored.bytes()];
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < HEIGHT * WIDTH; i++) {
            // The left third is nodata, so that whole chunks are.
            boolean empty = i % WIDTH < 33;
            switch (stored.bytes()) {
                case 1 -> buffer.put((byte) (empty ? 0 : i));
                case 2 -> buffer.putShort((short) (empty ? 0 : 1000 + i));
                default -> buffer.putFloat(empty ? Float.NaN : i / 7f);
            }
        }
        tables.put(path, new Table(stored, List.of(HEIGHT, WIDTH), content));
    }

    Hierarchy hierarchy() {
        return new Hierarchy(new TreeMap<>(nodes));
    }

    /// The elements of every array; of rasters with logical codecs the stored numbers.
    Map<String, Table> tables() {
        return tables;
    }

    /// Chunks first, then the documents in their order.
    void writeTo(WritableStore store) {
        hierarchy().arrays().forEach((path, metadata) -> {
            Table content = content(path);
            if (metadata.rank() == 2 && metadata.dimensionNames().size() == 2) {
                writeRaster(store, path, metadata, content);
            } else {
                TableWriter.write(store, path, metadata, content, 1);
            }
        });
        MetadataDocuments documents = HierarchyWriter.documents(hierarchy(), CONSOLIDATED);
        documents.steps().forEach(step -> step.forEach((key, text) -> store.put(key, ByteBuffer.wrap(text))));
        store.put(HierarchyWriter.ROOT_KEY, ByteBuffer.wrap(documents.root()));
    }

    Table content(String path) {
        return Optional.ofNullable(tables.get(path)).orElseThrow();
    }

    private static void writeRaster(WritableStore store, String path, ArrayMetadata metadata, Table content) {
        int size = content.type().bytes();
        var strip = new Planes(size, CHUNK * WIDTH);
        var encoded = new EncodedChunks();
        try (var writer = new ArrayWriter(store, path, metadata);
                var encoder = new ChunkEncoder(size, CHUNK, CHUNK, FillValues.stored(metadata), 1)) {
            for (int top = 0; top < HEIGHT; top += CHUNK) {
                int rows = Math.min(CHUNK, HEIGHT - top);
                strip.reshape(rows, WIDTH);
                for (int i = 0; i < rows * WIDTH * size; i++) {
                    strip.plane(i % size)[i / size] = content.content()[top * WIDTH * size + i];
                }
                encoded.encode(encoder, strip, CHUNK, CHUNK, () -> {});
                writer.append(top / CHUNK, encoded);
            }
            writer.finish();
        }
    }
}
