package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.ChildProcess;
import dev.zarrgo.testkit.JavaProgram;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A source that is broken, absent or hostile, or a target that cannot be: the exit code of rule X6, a
/// message that names the thing and the next step, and neither a store nor anything else left behind (rules
/// X3, X5).
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FaultsIT {

    private static final String R10M = "measurements/reflectance/r10m";
    private static final String B02 = R10M + "/b02";

    private static final TestProduct V2 = TestProduct.sample("L2A", 2, TestProduct.SMALL);
    private static final TestProduct V3 = TestProduct.sample("L2A", 3, TestProduct.SMALL);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    /// Something wrong with a product.
    ///
    /// @param exitCode what the program ends with
    /// @param says what the message contains, besides the name of the product
    record Fault(String name, TestProduct product, Consumer<DamagedProduct> damage, int exitCode, List<String> says) {

        static Fault of(
                String name, TestProduct product, int exitCode, Consumer<DamagedProduct> damage, String... says) {
            return new Fault(name, product, damage, exitCode, List.of(says));
        }

        /// A fault in the bytes of a chunk.
        static Fault inChunk(String name, TestProduct product, UnaryOperator<byte[]> edit, String... says) {
            var all = Stream.concat(Stream.of("array /" + B02, "chunk 1.1"), Stream.of(says));
            return new Fault(
                    name, product, damaged -> damaged.change(damaged.chunk(B02, 1, 1), edit), 65, all.toList());
        }

        /// A fault in what is said of an array.
        static Fault inArray(String name, TestProduct product, Consumer<ObjectNode> edit, String... says) {
            var all = Stream.concat(Stream.of("/" + B02), Stream.of(says));
            return new Fault(name, product, damaged -> damaged.array(B02, edit), 65, all.toList());
        }

        /// A fault in a document as a whole.
        static Fault inDocument(String name, TestProduct product, String document, String... says) {
            byte[] content = document.getBytes(StandardCharsets.UTF_8);
            return new Fault(
                    name, product, damaged -> damaged.replace(damaged.rootDocument(), content), 65, List.of(says));
        }

        @Override
        public String toString() {
            return "%s (CPM %d)".formatted(name, product.cpm());
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(V2, V3).flatMap(product -> Stream.of(
                        chunks(product), bombs(product), arrays(product), nodes(product), documents(product))
                .flatMap(faults -> faults));
    }

    // --- chunks

    private static Stream<Fault> chunks(TestProduct product) {
        return Stream.of(
                Fault.inChunk("garbage for a chunk", product, bytes -> filled(bytes.length, 0xA5)),
                Fault.inChunk("zeros for a chunk", product, bytes -> new byte[bytes.length]),
                Fault.inChunk("garbage within a chunk", product, FaultsIT::damagedWithin),
                Fault.inChunk("a truncated chunk", product, bytes -> Arrays.copyOf(bytes, bytes.length / 2)),
                Fault.inChunk(
                        "a chunk without its last byte", product, bytes -> Arrays.copyOf(bytes, bytes.length - 1)),
                Fault.inChunk("an empty chunk", product, _ -> new byte[0]),
                Fault.of(
                        "a missing chunk of a coordinate",
                        product,
                        65,
                        damaged -> damaged.without(damaged.chunk(R10M + "/x")),
                        "array /" + R10M + "/x",
                        "chunk 0",
                        "is missing"),
                Fault.of(
                        "a missing chunk of an array without fill value",
                        product,
                        65,
                        damaged -> damaged.array(B02, array -> array.putNull("fill_value"))
                                .without(damaged.chunk(B02, 0, 1)),
                        "array /" + B02,
                        "chunk 0.1",
                        "is missing"));
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /// Leaves the headers whole and breaks what follows.
    private static byte[] damagedWithin(byte[] chunk) {
        byte[] damaged = chunk.clone();
        Arrays.fill(damaged, chunk.length / 3, chunk.length, (byte) 0xFF);
        return damaged;
    }

    // --- chunks that are small and want to become large

    private static Stream<Fault> bombs(TestProduct product) {
        if (product.cpm() == 2) {
            return Stream.of(
                    Fault.inChunk("a blosc frame that claims 2 GB", product, FaultsIT::bloscClaimingMuch),
                    Fault.inChunk("a blosc frame of snappy", product, FaultsIT::bloscOfSnappy, "unknown compressor 2"),
                    bomb("a gzip stream of 256 MB", product, "{'id': 'gzip', 'level': 1}", Bombs.gzip()),
                    bomb("a zlib stream of 256 MB", product, "{'id': 'zlib', 'level': 1}", Bombs.zlib()),
                    bomb("a zstd frame of 256 MB", product, "{'id': 'zstd', 'level': 1}", Bombs.zstd()));
        }
        return Stream.of(
                Fault.inChunk("a zstd frame of 256 MB", product, _ -> Bombs.zstd()),
                Fault.inChunk("a zstd frame that claims 1 TB", product, _ -> Bombs.zstdClaiming(1L << 40)));
    }

    private static Fault bomb(String name, TestProduct product, String compressor, byte[] chunk) {
        return Fault.of(
                name,
                product,
                65,
                damaged -> damaged.array(B02, array -> array.set("compressor", json(compressor)))
                        .replace(damaged.chunk(B02, 0, 0), chunk),
                "array /" + B02,
                "chunk 0.0");
    }

    /// The header of blosc: four bytes, decoded size, block size, encoded size.
    private static byte[] bloscClaimingMuch(byte[] chunk) {
        byte[] frame = chunk.clone();
        Arrays.fill(frame, 4, 7, (byte) 0xFF);
        frame[7] = 0x7F;
        return frame;
    }

    /// The third byte has the compressor in its upper three bits; 2 is snappy.
    private static byte[] bloscOfSnappy(byte[] chunk) {
        byte[] frame = chunk.clone();
        frame[2] = (byte) ((frame[2] & 0x1F) | (2 << 5));
        return frame;
    }

    // --- what is said of an array

    private static Stream<Fault> arrays(TestProduct product) {
        Stream<Fault> both = Stream.of(
                Fault.inArray(
                        "a shape that the coordinates do not have",
                        product,
                        array -> array.set("shape", json("[330, 336]")),
                        "[330, 336]",
                        "[330, 330]"),
                Fault.inArray("a negative shape", product, array -> array.set("shape", json("[-330, 330]"))),
                Fault.inArray("a shape of texts", product, array -> array.set("shape", json("['a', 'b']"))),
                Fault.inArray("a shape of one axis", product, array -> array.set("shape", json("[330]"))),
                Fault.inArray(
                        "a shape beyond all numbers",
                        product,
                        array -> array.set("shape", json("[2147483647, 2147483647]"))),
                Fault.inArray("no shape", product, array -> array.remove("shape")),
                Fault.inArray(
                        "a fill value of a billion digits",
                        product,
                        array -> array.put("fill_value", new BigDecimal("1e999999999"))),
                Fault.inArray("a fill value that does not fit", product, array -> array.put("fill_value", 65536)));
        Stream<Fault> own =
                switch (product.cpm()) {
                    case 2 -> arraysV2(product);
                    default -> arraysV3(product);
                };
        return Stream.concat(both, own);
    }

    private static Stream<Fault> arraysV2(TestProduct product) {
        return Stream.of(
                Fault.inArray(
                        "an unknown codec", product, array -> array.set("compressor", json("{'id': 'lzma'}")), "lzma"),
                Fault.inArray("a filter", product, array -> array.set("filters", json("[{'id': 'delta'}]")), "delta"),
                Fault.inArray("an unknown data type", product, array -> array.put("dtype", "<M8[ns]"), "<M8[ns]"),
                Fault.inArray("an absurd data type", product, array -> array.put("dtype", "<u7"), "<u7"),
                Fault.inArray("another data type than the chunks'", product, array -> array.put("dtype", "<u4")),
                Fault.inArray("chunks of no elements", product, array -> array.set("chunks", json("[0, 165]"))),
                Fault.inArray("chunks of terabytes", product, array -> array.set("chunks", json("[2000000, 2000000]"))),
                Fault.inArray("chunks of three axes", product, array -> array.set("chunks", json("[1, 165, 165]"))));
    }

    private static Stream<Fault> arraysV3(TestProduct product) {
        return Stream.of(
                Fault.inArray(
                        "an unknown codec",
                        product,
                        array -> array.set("codecs", json("[{'name': 'bytes'}, {'name': 'zfpy'}]")),
                        "zfpy"),
                Fault.inArray("no codec for bytes", product, array -> array.set("codecs", json("[{'name': 'zstd'}]"))),
                Fault.inArray("an unknown data type", product, array -> array.put("data_type", "float8"), "float8"),
                Fault.inArray("another data type than the chunks'", product, array -> array.put("data_type", "uint32")),
                Fault.inArray("an unknown grid", product, array -> array.withObjectProperty("chunk_grid")
                        .put("name", "rectilinear")),
                Fault.inArray(
                        "a storage transformer",
                        product,
                        array -> array.set("storage_transformers", json("[{'name': 'x'}]"))),
                Fault.inArray("chunks of terabytes", product, array -> array.withObjectProperty("chunk_grid")
                        .withObjectProperty("configuration")
                        .set("chunk_shape", json("[2000000, 2000000]"))));
    }

    private static JsonNode json(String text) {
        try {
            return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    // --- groups and bands

    private static Stream<Fault> nodes(TestProduct product) {
        return Stream.of(
                Fault.of(
                        "a missing resolution",
                        product,
                        64,
                        damaged -> damaged.withoutNode("measurements/reflectance/r20m"),
                        "group /measurements/reflectance/r20m is missing"),
                Fault.of(
                        "a missing band",
                        product,
                        65,
                        damaged -> damaged.withoutNode(R10M + "/b03"),
                        "array /" + R10M + "/b03 is missing"),
                Fault.of(
                        "missing coordinates",
                        product,
                        65,
                        damaged -> damaged.withoutNode(R10M + "/x"),
                        "/" + R10M + " has no coordinates"),
                Fault.of(
                        "no reference system",
                        product,
                        65,
                        FaultsIT::withoutReferenceSystem,
                        "names no reference system"));
    }

    private static void withoutReferenceSystem(DamagedProduct damaged) {
        damaged.rootAttributes(attributes -> {
            attributes.remove("other_metadata");
            attributes
                    .withObjectProperty("stac_discovery")
                    .withObjectProperty("properties")
                    .remove(List.of("proj:epsg", "proj:code"));
        });
        if (damaged.cpm() == 2) {
            damaged.allAttributes(attributes -> attributes.remove("proj:epsg"));
        }
    }

    // --- documents

    private static Stream<Fault> documents(TestProduct product) {
        return Stream.of(
                Fault.inDocument("no JSON", product, "{\"metadata\": {,}}", "is not JSON"),
                Fault.inDocument("half of a document", product, "{\"zarr_format\": 3, \"node_type\"", "is not JSON"),
                Fault.inDocument("an empty document", product, ""),
                Fault.inDocument("a list", product, "[]"),
                Fault.inDocument("a document of a million levels", product, "[".repeat(1_000_000), "is not JSON"),
                Fault.inDocument("another format", product, "{\"zarr_format\": 4, \"node_type\": \"group\"}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void brokenSourceIsNamedAndLeavesNothing(Fault fault) {
        DamagedProduct damaged = DamagedProduct.of(fault.product(), folder.resolve("product.zarr"));
        fault.damage().accept(damaged);
        assertFails(
                damaged.folder(),
                fault.exitCode(),
                Stream.concat(Stream.of("product.zarr"), fault.says().stream()).toList());
    }

    /// Converts to a folder that does not exist yet, and looks for what is left.
    private void assertFails(Path source, int exitCode, List<String> says) {
        Path target = folder.resolve("new/out.zarr");
        assertSays(Invocation.of("convert", source, target), exitCode, says);
        assertThat(target.getParent()).doesNotExist();
    }

    private void assertSays(Invocation invocation, int exitCode, List<String> says) {
        assertThat(invocation.exitCode()).as(invocation.err()).isEqualTo(exitCode);
        assertThat(invocation.err())
                .contains("error: ", "nothing was written to ", "try: ")
                .doesNotContain("\tat ");
        says.forEach(text -> assertThat(invocation.err()).contains(text));
        assertThat(invocation.out()).isEmpty();
    }

    private static void assertSays(ChildProcess.Ended ended, int exitCode, String... says) {
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
        assertThat(ended.err()).contains("error: ", "try: ").contains(says).doesNotContain("\tat ");
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    // --- memory, disk

    /// What a chunk claims costs nothing: the heap is a quarter of what comes out of it.
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void bombNeedsNoMemory(String compressor) {
        DamagedProduct damaged = DamagedProduct.of(V2, folder.resolve("product.zarr"));
        bomb(
                        "",
                        V2,
                        "{'id': '%s', 'level': 1}".formatted(compressor),
                        compressor.equals("gzip") ? Bombs.gzip() : Bombs.zstd())
                .damage()
                .accept(damaged);
        ChildProcess.Ended ended =
                JavaProgram.zarrgo().withHeap("64m").run("convert", damaged.folder(), folder.resolve("out.zarr"));
        assertSays(ended, 65, "array /" + B02, "chunk 0.0");
        assertThat(names(folder)).containsExactly("product.zarr");
    }

    /// Rule X6: a heap that is too small ends with 71, not with the code of Java, whether that is seen
    /// before or comes as a surprise.
    @Test
    void tooSmallAHeapIsALackOfResources() {
        Path product = TestProduct.sample("L2A", 2, TestProduct.MEDIUM).folder();
        JavaProgram program = JavaProgram.zarrgo().withHeap("16m");
        assertSays(
                program.run("convert", product, folder.resolve("out.zarr")),
                71,
                "a heap of ",
                "is too small",
                "ZARRGO_HEAP");
        assertSays(
                program.run("sample", "--size", TestProduct.MEDIUM, folder.resolve("out.zarr")),
                71,
                "out of memory",
                "ZARRGO_HEAP");
        assertThat(names(folder)).isEmpty();
    }

    /// A limit on the size of files stands for a disk that refuses to take more.
    @Test
    @EnabledOnOs(OS.LINUX)
    void failingWriteLeavesNothing() {
        Path product = TestProduct.sample("L2A", 2, TestProduct.MEDIUM).folder();
        ChildProcess.Ended ended = JavaProgram.zarrgo()
                .withPrefix("sh", "-c", "ulimit -f 2500; exec \"$@\"", "sh")
                .run("convert", product, folder.resolve("out.zarr"), "--encoding", "float32");
        assertSays(ended, 74, "out.zarr/", "writing failed: File too large");
        assertThat(names(folder)).isEmpty();
    }

    // --- sources that are none

    @Test
    void absentSourceIsNotFound() {
        assertFails(folder.resolve("absent.zarr"), 66, List.of("absent.zarr does not exist"));
    }

    @Test
    void emptyFolderIsNoProduct() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty.zarr"));
        assertFails(empty, 66, List.of("empty.zarr holds no Zarr metadata"));
    }

    @Test
    void fileIsNoProduct() throws IOException {
        Path file = Files.writeString(folder.resolve("file.zarr"), "text");
        assertFails(file, 65, List.of("file.zarr is a file", ".zarr.zip"));
    }

    @Test
    void otherSchemesAreRejected() {
        Invocation invocation = Invocation.of("convert", "gs://bucket/product.zarr", folder.resolve("out.zarr"));
        assertThat(invocation.exitCode()).isEqualTo(64);
        assertThat(invocation.err()).contains("error: gs://bucket/product.zarr", "try: ");
    }

    /// Rule I1: an archive, whole and broken.
    @Test
    void brokenArchivesAreNamed() throws IOException {
        Path garbage = Files.writeString(folder.resolve("garbage.zarr.zip"), "text");
        assertFails(garbage, 65, List.of("garbage.zarr.zip"));
        Path other = Archives.of(folder.resolve("other.zarr.zip"), "read.me", new byte[1]);
        assertFails(other, 66, List.of("other.zarr.zip"));
        Path whole = Archives.zip(V2.folder(), folder.resolve("whole.zarr.zip"));
        byte[] bytes = Files.readAllBytes(whole);
        Path half = Files.write(folder.resolve("half.zarr.zip"), Arrays.copyOf(bytes, bytes.length / 2));
        assertFails(half, 65, List.of("half.zarr.zip"));
        Path bomb = Archives.of(folder.resolve("bomb.zarr.zip"), ".zmetadata", new byte[100 << 20]);
        assertFails(bomb, 65, List.of("bomb.zarr.zip", "at most"));
    }

    // --- targets that cannot be

    private void assertNoTarget(Path target, int exitCode, String... says) {
        assertSays(Invocation.of("convert", V2.folder(), target), exitCode, List.of(says));
    }

    /// Rule R1.
    @Test
    void impossibleTargetsAreRejected() {
        for (Path target : List.of(
                folder.resolve("out"),
                folder.resolve("out.zarr.zip"),
                folder.resolve("other.zarr/out.zarr"),
                V2.folder(),
                V2.folder().resolve("out.zarr"))) {
            Invocation invocation = Invocation.of("convert", V2.folder(), target);
            assertThat(invocation.exitCode()).as(invocation.err()).isEqualTo(64);
            assertThat(invocation.err()).contains("error: " + target, "nothing was written");
        }
        assertThat(names(folder)).isEmpty();
    }

    /// Rule R81: whatever it is, it stays.
    @Test
    void existingTargetStays() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other.zarr"));
        Files.writeString(other.resolve("mine.txt"), "mine");
        assertNoTarget(other, 73, other + " is the rest of an interrupted run, or no store", "--overwrite");
        assertThat(names(other)).containsExactly("mine.txt");
        Path file = Files.writeString(folder.resolve("file.zarr"), "mine");
        assertNoTarget(file, 73, file.toString(), "--overwrite");
        assertThat(file).hasContent("mine");
        Path product = DamagedProduct.of(V3, folder.resolve("product.zarr")).folder();
        assertNoTarget(product, 73, product + " was made from another source", "--overwrite");
        assertThat(names(folder)).containsExactly("file.zarr", "other.zarr", "product.zarr");
    }

    @Test
    void targetBelowAFileCannotBeCreated() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        assertNoTarget(file.resolve("out.zarr"), 73, "file is no folder", "choose another target");
        assertNoTarget(file.resolve("new/out.zarr"), 73, "choose another target");
        assertThat(file).hasContent("mine");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void targetInAFileSystemOfTheKernelCannotBeCreated() {
        assertNoTarget(Path.of("/proc/out.zarr"), 73, "/proc/out.zarr", "choose another target");
    }

    // --- permissions

    /// Converts as somebody who owns nothing here.
    private ChildProcess.Ended convertUnprivileged(Path source, Path target) {
        return Unprivileged.program().run("convert", source, target);
    }

    @Test
    void unreadableSourceIsForbidden() throws IOException {
        Unprivileged.assume();
        Unprivileged.open(folder);
        Path parent = Files.createDirectory(folder.resolve("out"));
        Unprivileged.open(parent);
        Path target = parent.resolve("out.zarr");
        for (String key : List.of(".zmetadata", B02 + "/0.0")) {
            Path source = folder.resolve(key.replaceAll("\\W", "") + ".zarr");
            var damaged = DamagedProduct.of(V2, source).change(key, bytes -> bytes);
            Files.setPosixFilePermissions(source.resolve(key), Set.of());
            assertSays(
                    convertUnprivileged(damaged.folder(), target),
                    77,
                    source.resolve(key) + ": not allowed to read",
                    "nothing was written to " + target);
            assertThat(names(parent)).isEmpty();
        }
    }

    @Test
    void unwritableTargetIsForbidden() throws IOException {
        Unprivileged.assume();
        Unprivileged.open(folder);
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        Path source = DamagedProduct.of(V2, folder.resolve("product.zarr")).folder();
        for (Path target : List.of(closed.resolve("out.zarr"), closed.resolve("new/out.zarr"))) {
            assertSays(
                    convertUnprivileged(source, target),
                    77,
                    "not allowed to write",
                    "nothing was written to " + target);
        }
        assertThat(names(closed)).isEmpty();
    }
}
