package dev.zarrgo.registrar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.convert.Conversion;
import dev.zarrgo.converter.convert.ConversionOptions;
import dev.zarrgo.converter.convert.ConversionRequest;
import dev.zarrgo.converter.convert.Encoding;
import dev.zarrgo.converter.convert.Progress;
import dev.zarrgo.converter.sample.SampleProduct;
import dev.zarrgo.converter.sample.SampleRequest;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.task.Tasks;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.HierarchyReader;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.converter.zarr.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Converted samples, made once per test run.
public final class SampleStores {

    public static final int SIZE = 1098;

    /// The product that `source-item.json` describes.
    public static final String REAL_ID = "S2A_MSIL2A_20251113T102311_N0511_R065_T32TNQ_20251113T142515";

    private static final Map<String, Path> MADE = new ConcurrentHashMap<>();
    private static final Path FOLDER = folder();

    private SampleStores() {}

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("registrar-stores");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// A store made from a sample.
    ///
    /// @param kind `S2L1C` or `S2L2A`
    public static Path of(String kind, int cpm, Encoding encoding) {
        String name = "%s-%d-%s.zarr".formatted(kind, cpm, encoding);
        return MADE.computeIfAbsent(name, _ -> convert(product(kind, cpm), FOLDER.resolve(name), encoding));
    }

    private static Path product(String kind, int cpm) {
        return MADE.computeIfAbsent("%s-%d-source.zarr".formatted(kind, cpm), name -> {
            Path product = FOLDER.resolve(name);
            var request = new SampleRequest(SampleRequest.Kind.named(kind), cpm, SIZE, SampleRequest.DEFAULT_SEED);
            SampleProduct.make(request, Location.of(product), 2, (_, _) -> {}, new Cancellation());
            return product;
        });
    }

    /// A store of the product that `source-item.json` describes: a sample that says it is that product, and
    /// lies where it lies.
    public static Path real() {
        return MADE.computeIfAbsent("real.zarr", _ -> {
            Path product = FOLDER.resolve(REAL_ID + ".zarr");
            copy(product("S2L2A", 2), product);
            moveTo(product, Fixtures.sourceItem());
            return convert(product, FOLDER.resolve("real").resolve(REAL_ID + ".zarr"), Encoding.PACKED);
        });
    }

    private static final double WEST = 499_980;
    private static final double NORTH = 5_000_040;

    /// Shifts all coordinates, and puts identity, place and time of an item into the metadata.
    private static void moveTo(Path product, ObjectNode item) {
        try (Store store = Stores.open(Location.of(product));
                var scratch = new DecodeScratch()) {
            Hierarchy hierarchy = HierarchyReader.read(store);
            ArrayMetadata x = hierarchy.array("measurements/reflectance/r10m/x").orElseThrow();
            ArrayMetadata y = hierarchy.array("measurements/reflectance/r10m/y").orElseThrow();
            double dx = WEST
                    + 5
                    - Table.read(store, "measurements/reflectance/r10m/x", x, scratch)
                            .doubleAt(0);
            double dy = NORTH
                    - 5
                    - Table.read(store, "measurements/reflectance/r10m/y", y, scratch)
                            .doubleAt(0);
            ObjectNode consolidated = (ObjectNode) Json.parse(Files.readAllBytes(product.resolve(".zmetadata")));
            ObjectNode metadata = (ObjectNode) consolidated.get("metadata");
            for (String path : hierarchy.arrays().keySet()) {
                String name = Hierarchy.name(path);
                if (name.equals("x") || name.equals("y")) {
                    Table table = Table.read(store, path, hierarchy.array(path).orElseThrow(), scratch);
                    writeShifted(product.resolve(path), table, name.equals("x") ? dx : dy);
                    ((ObjectNode) metadata.get(path + "/.zarray")).putNull("compressor");
                }
                if (metadata.get(path + "/.zattrs") instanceof ObjectNode attributes) {
                    shift(attributes.path("proj:bbox"), new int[] {0, 2}, dx, new int[] {1, 3}, dy);
                    shift(attributes.path("proj:transform"), new int[] {2}, dx, new int[] {5}, dy);
                }
            }
            ObjectNode discovery = (ObjectNode) metadata.get(".zattrs").get("stac_discovery");
            discovery.put("id", item.get("id").asText());
            discovery.set("geometry", item.get("geometry"));
            ObjectNode properties = (ObjectNode) discovery.get("properties");
            properties.set("start_datetime", item.get("properties").get("start_datetime"));
            properties.set("end_datetime", item.get("properties").get("end_datetime"));
            shift(properties.path("proj:bbox"), new int[] {0, 2}, dx, new int[] {1, 3}, dy);
            Files.write(product.resolve(".zmetadata"), Json.bytes(consolidated));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void writeShifted(Path array, Table table, double shift) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 * table.elements()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < table.elements(); i++) {
            bytes.putLong(table.longAt(i) + (long) shift);
        }
        Files.write(array.resolve("0"), bytes.array());
    }

    private static void shift(JsonNode numbers, int[] xs, double dx, int[] ys, double dy) {
        if (numbers instanceof ArrayNode array) {
            for (int i : xs) {
                array.set(i, array.get(i).asDouble() + dx);
            }
            for (int i : ys) {
                array.set(i, array.get(i).asDouble() + dy);
            }
        }
    }

    private static void copy(Path from, Path to) {
        try (var paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Copies a store object by object.
    public static void copy(Path from, Location to, StoreSettings settings) {
        try (Store source = Stores.open(Location.of(from));
                WritableStore target = Stores.writable(to, settings)) {
            var keys = List.copyOf(source.sizes("").orElseThrow().keySet());
            Tasks.forEach(
                    keys,
                    8,
                    key -> target.put(
                            key,
                            ByteBuffer.wrap(source.read(key, Integer.MAX_VALUE).orElseThrow())));
        }
    }

    private static Path convert(Path product, Path target, Encoding encoding) {
        var defaults = ConversionOptions.DEFAULT;
        var options = new ConversionOptions(
                encoding,
                defaults.spatialChunk(),
                defaults.compressionLevel(),
                defaults.sharding(),
                defaults.coarsest(),
                defaults.auxiliaryPyramids(),
                defaults.level(),
                defaults.conventions());
        var request = ConversionRequest.of(Location.of(product), Location.of(target), options)
                .replacing();
        Conversion.run(request, new Progress(), new Cancellation());
        return target;
    }
}
