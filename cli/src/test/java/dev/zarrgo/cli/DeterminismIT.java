package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.testkit.ChildProcess;
import dev.zarrgo.testkit.EnabledIfOracle;
import dev.zarrgo.testkit.Oracle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The same product and options give the same bytes, whatever the threads, the memory and the chunks of the
/// source (rules R38, R42); and memory has a bound (rule X10).
class DeterminismIT {

    private static final Pattern PEAK = Pattern.compile("peak memory ([\\d.]+) (MB|GB)");

    /// What issue and rule X10 allow the whole process, heap and native memory together.
    private static final double MAX_PEAK_MEGABYTES = 640 * 1.048576;

    private static final int FULL_SIZE = 10980;

    /// Many times what a strip holds.
    private static final int LARGE = 3660;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private StoreFolder converted(Path product, Object... options) {
        var store = new StoreFolder(folder.resolve("out.zarr"));
        var arguments = new Object[4 + options.length];
        arguments[0] = "convert";
        arguments[1] = product;
        arguments[2] = store.root();
        arguments[3] = "--overwrite";
        System.arraycopy(options, 0, arguments, 4, options.length);
        Invocation.successful(arguments);
        return store;
    }

    @ParameterizedTest
    @CsvSource({"L2A, 2, packed, 512", "L2A, 2, packed, 100", "L2A, 3, float32, 128", "L1C, 2, codec, 256"})
    void bytesDoNotDependOnThreads(String level, int cpm, String encoding, int spatialChunk) {
        Path product = TestProduct.sample(level, cpm, TestProduct.MEDIUM).folder();
        Map<String, String> alone = converted(
                        product, "--threads", 1, "--encoding", encoding, "--spatial-chunk", spatialChunk)
                .digests();
        for (int threads : new int[] {1, 2, 4}) {
            assertThat(converted(product, "--threads", threads, "--encoding", encoding, "--spatial-chunk", spatialChunk)
                            .digests())
                    .as("%d threads", threads)
                    .isEqualTo(alone);
        }
    }

    @Test
    void bytesDoNotDependOnTheHeap() {
        Path product = TestProduct.sample("L2A", 2, LARGE).folder();
        Map<String, String> usual = converted(product).digests();
        var small = new StoreFolder(folder.resolve("small.zarr"));
        assertBounded(Launcher.program("256m").run("convert", product, small.root()));
        assertThat(small.digests()).isEqualTo(usual);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    @EnabledIfOracle
    void wholeArraysAsChunksGiveTheSameBytesWithinTheSameMemory(int cpm) {
        Path product = TestProduct.sample("L2A", cpm, LARGE).folder();
        Path whole = folder.resolve(product.getFileName());
        Oracle.installed().run(DeterminismIT.class, "whole_chunks.py", product, whole);
        StoreFolder usual = converted(product, "--provenance-source", "https://example.org/product.zarr");
        var store = new StoreFolder(folder.resolve("whole.zarr"));
        assertBounded(Launcher.program("256m")
                .run("convert", whole, store.root(), "--provenance-source", "https://example.org/product.zarr"));
        assertThat(chunks(store)).isEqualTo(chunks(usual));
        assertThat(documents(store)).isEqualTo(documents(usual));
    }

    private static Map<String, String> chunks(StoreFolder store) {
        Map<String, String> digests = store.digests();
        digests.keySet().removeIf(StoreFolder::isDocument);
        return digests;
    }

    /// The numbers of the source may be spelled in another way, and what its metadata are is part of the
    /// root.
    private static Map<String, JsonNode> documents(StoreFolder store) {
        Map<String, JsonNode> documents = store.documents();
        JsonNode root = Objects.requireNonNull(documents.get("zarr.json"));
        ((ObjectNode) root.path("attributes").path("zarrgo:provenance")).remove("source_digest");
        return documents;
    }

    /// Rule X10, with chunks of 241 MB.
    @Test
    @EnabledIfOracle
    void fullSizeInOneChunkNeedsNoMoreMemory() {
        Path sample = TestProduct.sample("L2A", 3, TestProduct.MEDIUM).folder();
        Path product = folder.resolve("product.zarr");
        Oracle.installed().run(DeterminismIT.class, "full_size.py", sample, product, FULL_SIZE / TestProduct.MEDIUM);
        for (String heap : List.of("256m", "448m")) {
            assertBounded(Launcher.program(heap).run("convert", product, folder.resolve("out.zarr"), "--overwrite"));
        }
    }

    private static void assertBounded(ChildProcess.Ended ended) {
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        Matcher peak = PEAK.matcher(ended.out());
        if (OS.LINUX.isCurrentOs()) {
            assertThat(peak.find()).as(ended.out()).isTrue();
            assertThat(peak.group(2)).isEqualTo("MB");
            assertThat(Double.parseDouble(peak.group(1))).isLessThan(MAX_PEAK_MEGABYTES);
        }
    }
}
