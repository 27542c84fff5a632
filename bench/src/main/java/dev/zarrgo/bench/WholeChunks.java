package dev.zarrgo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.zarrgo.converter.codec.ChunkEncoder;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.FillValues;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.HierarchyReader;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.converter.zarr.RowStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Copies a product so that each raster is one chunk: the input that asks most of memory.
///
/// Zarr v2 chunks become one blosc frame, Zarr v3 chunks one zstd frame that can only be read from its
/// start.
final class WholeChunks {

    private WholeChunks() {}

    /// `PRODUCT COPY`
    public static void main(String[] arguments) throws IOException {
        Location product = Location.parse(arguments[0]);
        Path copy = Path.of(arguments[1]);
        try (Store store = Stores.open(product);
                var scratch = new DecodeScratch()) {
            Hierarchy hierarchy = HierarchyReader.read(store);
            for (Map.Entry<String, ArrayMetadata> entry : hierarchy.arrays().entrySet()) {
                ArrayMetadata array = entry.getValue();
                if (isRaster(array) && !array.chunkShape().equals(array.shape())) {
                    write(store, entry.getKey(), array, copy, scratch);
                }
            }
            copyRest(product.path(), copy, hierarchy);
        }
    }

    private static boolean isRaster(ArrayMetadata array) {
        return array.rank() == 2 && array.elements() > 1 << 16;
    }

    private static void write(Store store, String path, ArrayMetadata array, Path copy, DecodeScratch scratch)
            throws IOException {
        int height = array.shape().get(0);
        int width = array.shape().get(1);
        var planes = new Planes(array.type().bytes(), height * width).reshape(height, width);
        try (var rows = new RowStream(store, path, array)) {
            rows.read(height, planes, 0, scratch);
        }
        Path file = copy.resolve(path).resolve(array.zarrFormat() == 2 ? "0.0" : "c/0/0");
        Files.createDirectories(file.resolveSibling("."));
        if (array.zarrFormat() == 2) {
            byte[] fill = FillValues.stored(array);
            try (var encoder = new ChunkEncoder(planes.typeBytes(), height, width, fill, 3)) {
                byte[] frame = new byte[encoder.bound()];
                int length = encoder.encodeAlways(planes, 0, 0, frame, 0);
                try (OutputStream out = Files.newOutputStream(file)) {
                    out.write(frame, 0, length);
                }
            }
        } else {
            try (OutputStream out = new ZstdOutputStreamNoFinalizer(Files.newOutputStream(file), 3)) {
                interleave(planes, out);
            }
        }
    }

    private static void interleave(Planes planes, OutputStream out) throws IOException {
        byte[] row = new byte[planes.width() * planes.typeBytes()];
        for (int y = 0; y < planes.rows(); y++) {
            for (int x = 0; x < planes.width(); x++) {
                for (int b = 0; b < planes.typeBytes(); b++) {
                    row[x * planes.typeBytes() + b] = planes.plane(b)[y * planes.width() + x];
                }
            }
            out.write(row);
        }
    }

    private static void copyRest(Path product, Path copy, Hierarchy hierarchy) throws IOException {
        try (Stream<Path> files = Files.walk(product)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String key = product.relativize(file).toString();
                Path target = copy.resolve(key);
                Files.createDirectories(target.resolveSibling("."));
                String name = Hierarchy.name(key);
                if (List.of(".zarray", ".zmetadata", "zarr.json").contains(name)) {
                    Files.write(
                            target, rewritten(Json.parse(Files.readAllBytes(file)), Hierarchy.parent(key), hierarchy));
                } else if (name.startsWith(".")
                        || hierarchy.nodes().entrySet().stream()
                                .noneMatch(node -> node.getValue() instanceof ArrayMetadata array
                                        && isRaster(array)
                                        && !array.chunkShape().equals(array.shape())
                                        && key.startsWith(node.getKey() + "/"))) {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static byte[] rewritten(JsonNode document, String path, Hierarchy hierarchy) {
        rewrite(document, path, hierarchy);
        JsonNode metadata = document.has("metadata")
                ? document.get("metadata")
                : document.path("consolidated_metadata").path("metadata");
        metadata.properties().forEach(entry -> {
            boolean v2 = document.has("metadata");
            rewrite(entry.getValue(), v2 ? Hierarchy.parent(entry.getKey()) : entry.getKey(), hierarchy);
        });
        return Json.bytes(document);
    }

    private static void rewrite(JsonNode node, String path, Hierarchy hierarchy) {
        boolean raster = hierarchy.array(path).filter(WholeChunks::isRaster).isPresent();
        if (!raster || !(node instanceof ObjectNode document) || !document.has("shape")) {
            return;
        }
        if (document.has("chunks")) {
            document.set("chunks", document.get("shape"));
        } else if (document.path("chunk_grid").path("configuration") instanceof ObjectNode grid) {
            grid.set("chunk_shape", document.get("shape"));
        }
    }
}
