package dev.zarrgo.converter.geozarr;

import dev.zarrgo.converter.convert.Conversion;
import dev.zarrgo.converter.convert.ConversionOptions;
import dev.zarrgo.converter.convert.ConversionRequest;
import dev.zarrgo.converter.convert.Encoding;
import dev.zarrgo.converter.convert.Progress;
import dev.zarrgo.converter.product.S2Resolution;
import dev.zarrgo.converter.sample.SampleProduct;
import dev.zarrgo.converter.sample.SampleRequest;
import dev.zarrgo.converter.sample.SampleRequest.Kind;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.task.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Small stores that the converter makes of samples, each converted once for all tests.
public final class ValidStores {

    /// Pixels per axis at 10 m; 2 remain at 720 m.
    static final int SIZE = 180;

    /// Several chunks at 10 m and 20 m, one in coarser levels.
    static final int CHUNK = 64;

    /// What makes one store different from another.
    public record Form(Kind kind, int cpm, Encoding encoding, boolean sharding, boolean auxiliaryPyramids) {

        public static final Form PACKED = new Form(Kind.S2L2A, 2, Encoding.PACKED, true, true);

        public Form as(Encoding other) {
            return new Form(kind, cpm, other, sharding, auxiliaryPyramids);
        }

        public Form of(Kind other) {
            return new Form(other, cpm, encoding, sharding, auxiliaryPyramids);
        }

        public Form unsharded() {
            return new Form(kind, cpm, encoding, false, auxiliaryPyramids);
        }

        Form withoutAuxiliaryPyramids() {
            return new Form(kind, cpm, encoding, sharding, false);
        }
    }

    private static final Map<Form, Map<String, byte[]>> CONTENT = new ConcurrentHashMap<>();

    private ValidStores() {}

    /// A copy of the store of this form, to be broken.
    public static EditedStore of(Form form) {
        return new EditedStore(
                new Location(Location.Scheme.FILE, "", "/made/store.zarr"),
                CONTENT.computeIfAbsent(form, ValidStores::make));
    }

    private static Map<String, byte[]> make(Form form) {
        try {
            Path folder = Files.createTempDirectory("valid-store");
            try {
                convert(form, folder.resolve("product.zarr"), folder.resolve("store.zarr"));
                return objects(folder.resolve("store.zarr"));
            } finally {
                delete(folder);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void convert(Form form, Path product, Path store) {
        SampleProduct.make(
                new SampleRequest(form.kind(), form.cpm(), SIZE, SampleRequest.DEFAULT_SEED),
                Location.of(product),
                2,
                (_, _) -> {},
                new Cancellation());
        var options = new ConversionOptions(
                form.encoding(),
                CHUNK,
                1,
                form.sharding(),
                S2Resolution.R720M,
                form.auxiliaryPyramids(),
                Optional.empty(),
                Convention.Version.V0_1);
        var request = new ConversionRequest(
                Location.of(product),
                Location.of(store),
                ConversionRequest.Expectation.SENTINEL_TWO,
                options,
                2,
                ConversionRequest.Existing.KEEP,
                ConversionRequest.Leftover.NOT_USED,
                ConversionRequest.Check.NONE,
                Optional.empty(),
                ConversionRequest.Connections.OF_THE_ENVIRONMENT);
        Conversion.run(request, new Progress(), new Cancellation());
    }

    private static Map<String, byte[]> objects(Path root) throws IOException {
        var objects = new TreeMap<String, byte[]>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                objects.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
                return FileVisitResult.CONTINUE;
            }
        });
        return objects;
    }

    private static void delete(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path folder, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
