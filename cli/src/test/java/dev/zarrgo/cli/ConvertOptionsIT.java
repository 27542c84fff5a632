package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Every option of `convert` has an effect, or is rejected (rule X4).
class ConvertOptionsIT {

    private static final String REFLECTANCE = "measurements/reflectance";
    private static final String B02 = REFLECTANCE + "/r10m/b02";

    private static final TestProduct L2A = TestProduct.sample("L2A", 2, TestProduct.SMALL);
    private static final TestProduct L1C = TestProduct.sample("L1C", 2, TestProduct.SMALL);

    /// What comes out without options.
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static StoreFolder usual;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @BeforeAll
    static void convertWithoutOptions(@TempDir Path shared) {
        usual = new StoreFolder(shared.resolve("usual.zarr"));
        Invocation.successful("convert", L2A.folder(), usual.root());
    }

    private StoreFolder converted(TestProduct product, Object... options) {
        var store = new StoreFolder(folder.resolve("out.zarr"));
        Invocation.successful(Stream.concat(Stream.of("convert", product.folder(), store.root()), Stream.of(options))
                .toArray());
        return store;
    }

    /// Attributes, chunks and bytes differ; pixels do not.
    private static void assertHoldsThePixelsOf(TestProduct product, StoreFolder store) {
        Invocation.successful("validate", store.root(), "--source", product.folder());
    }

    // --- what the store looks like

    @Test
    @Shows("--encoding")
    void encodingDecidesHowReflectanceIsStored() {
        assertThat(usual.document(B02).path("data_type").asText()).isEqualTo("uint16");
        assertThat(usual.attribute(B02, "scale_factor").asText()).isEqualTo("0.0001");
        JsonNode floats = converted(L2A, "--encoding", "float32").document(B02);
        assertThat(floats.path("data_type").asText()).isEqualTo("float32");
        assertThat(floats.path("attributes").has("scale_factor")).isFalse();
        JsonNode codec = converted(L2A, "--encoding", "codec", "--overwrite").document(B02);
        assertThat(codec.path("data_type").asText()).isEqualTo("float32");
        assertThat(codec.path("codecs").findValuesAsText("name")).startsWith("scale_offset", "cast_value", "bytes");
    }

    @ParameterizedTest
    @CsvSource({"16, 336", "64, 384", "100, 400", "512, 330"})
    @Shows("--spatial-chunk")
    void spatialChunkSizesChunksAndShards(int pixels, int shard) {
        StoreFolder store = converted(L2A, "--spatial-chunk", pixels);
        JsonNode array = store.document(B02);
        assertThat(array.path("chunk_grid").path("configuration").path("chunk_shape"))
                .isEqualTo(Json.numbers(List.of(shard, shard)));
        if (pixels < TestProduct.SMALL) {
            assertThat(array.path("codecs").path(0).path("configuration").path("chunk_shape"))
                    .isEqualTo(Json.numbers(List.of(pixels, pixels)));
        }
        assertHoldsThePixelsOf(L2A, store);
    }

    @Test
    @Shows("--spatial-chunk")
    void spatialChunkHasLimits() {
        for (String pixels : List.of("15", "4097", "-1", "x")) {
            assertRejected("--spatial-chunk", pixels);
        }
    }

    @Test
    @Shows({"--sharding", "--no-sharding", "--enable-sharding"})
    void shardingMakesOneObjectOfAnArray() {
        StoreFolder sharded = converted(L2A, "--spatial-chunk", 100, "--enable-sharding");
        assertThat(sharded.chunks(B02)).containsExactly(B02 + "/c/0/0");
        Map<String, String> digests = sharded.digests();
        assertThat(converted(L2A, "--spatial-chunk", 100, "--sharding", "--overwrite")
                        .digests())
                .isEqualTo(digests);
        StoreFolder chunked = converted(L2A, "--spatial-chunk", 100, "--no-sharding", "--overwrite");
        assertThat(chunked.chunks(B02)).hasSize(16);
        assertThat(chunked.document(B02).path("codecs").findValuesAsText("name"))
                .containsExactly("bytes", "blosc");
        assertHoldsThePixelsOf(L2A, chunked);
    }

    @Test
    @Shows("--compression-level")
    void compressionLevelTradesTimeForBytes() {
        StoreFolder small = converted(L2A, "--compression-level", 6);
        assertThat(small.bytes()).isLessThan(usual.bytes());
        assertThat(small.document(B02).findPath("clevel").asInt()).isEqualTo(6);
        assertThat(usual.document(B02).findPath("clevel").asInt()).isEqualTo(1);
        assertHoldsThePixelsOf(L2A, small);
        assertRejected("--compression-level", "0");
        assertRejected("--compression-level", "10");
    }

    /// Rules R44, R48.
    @Test
    @Shows("--levels")
    void levelsEndThePyramids() {
        StoreFolder store = converted(L2A, "--levels", "r10m,r20m,r60m,r120m");
        assertThat(assets(store, REFLECTANCE)).containsExactly("r10m", "r20m", "r60m", "r120m");
        assertThat(assets(store, "quality/probability")).containsExactly("r20m", "r60m", "r120m");
        assertThat(store.has(REFLECTANCE + "/r360m")).isFalse();
        assertHoldsThePixelsOf(L2A, store);
        for (String wrong : List.of("r20m", "r10m,r60m", "r10m,r20m,r60m,r120m,r360m,r720m,r1440m", "none")) {
            assertRejected("--levels", wrong);
        }
    }

    private static List<String> assets(StoreFolder store, String group) {
        return store.attribute(group, "multiscales").path("layout").findValuesAsText("asset");
    }

    @Test
    @Shows("--no-aux-pyramids")
    void auxiliaryPyramidsCanBeLeftOut() {
        StoreFolder store = converted(L2A, "--no-aux-pyramids");
        for (String group : List.of(
                "quality/probability", "conditions/mask/l2a_classification", "conditions/mask/l1c_classification")) {
            assertThat(assets(usual, group)).hasSizeGreaterThan(2);
            assertThat(usual.has(group + "/r360m")).isTrue();
            assertThat(store.attribute(group, "multiscales").isMissingNode()).isTrue();
            assertThat(store.has(group + "/r360m")).isFalse();
        }
        assertThat(assets(store, REFLECTANCE)).hasSize(6);
        assertHoldsThePixelsOf(L2A, store);
    }

    /// Section 19 of the output specification.
    @Test
    @Shows("--conventions")
    void conventionsAreThoseOfTheEditionAskedFor() {
        assertThat(usual.attribute(REFLECTANCE, "zarr_conventions").findValuesAsText("name"))
                .containsExactly("multiscales", "spatial", "proj");
        assertThat(usual.attribute("", "zarr_conventions").findValuesAsText("schema_url"))
                .allMatch(url -> url.endsWith("/refs/tags/v0.1/schema.json"));
        StoreFolder older = converted(L2A, "--conventions", "v1");
        assertThat(older.attribute(REFLECTANCE, "zarr_conventions").findValuesAsText("name"))
                .containsExactly("multiscales", "spatial:", "proj:");
        assertThat(older.attribute("", "zarr_conventions").findValuesAsText("schema_url"))
                .allMatch(url -> url.endsWith("/refs/tags/v1/schema.json"));
        assertRejected("--conventions", "v2");
    }

    /// Rule R61.
    @Test
    @Shows("--provenance-source")
    void provenanceNamesWhatThePersonSays() {
        String url = "https://example.org/products/original.zarr";
        JsonNode provenance = converted(L2A, "--provenance-source", url).attribute("", "zarrgo:provenance");
        assertThat(provenance.path("source").asText()).isEqualTo(url);
        JsonNode usually = usual.attribute("", "zarrgo:provenance");
        assertThat(usually.path("source").asText())
                .endsWith(L2A.folder().getFileName().toString());
        assertThat(provenance.path("options_digest")).isEqualTo(usually.path("options_digest"));
    }

    /// Section 3 of the pipeline specification: a workflow has one parameter for them all.
    @Test
    @Shows("--options")
    void optionsInOneDocumentAreThoseOfTheCommandLine() {
        Map<String, String> expected = converted(L2A, "--spatial-chunk", 100, "--no-sharding", "--no-aux-pyramids")
                .digests();
        StoreFolder store = converted(
                L2A,
                "--options={\"spatial-chunk\": 100, \"sharding\": false, \"no-aux-pyramids\": true}",
                "--overwrite");
        assertThat(store.digests()).isEqualTo(expected);
        for (String wrong : List.of("none", "[]", "{\"overwrite\": true}", "{\"spatial-chunk\": \"many\"}")) {
            assertRejected("--options", wrong);
        }
    }

    // --- what the source is

    /// Rule I15.
    @Test
    @Shows("--level")
    void levelDecidesWhereTheProductDoesNotSay() {
        Path mute = DamagedProduct.of(L2A, folder.resolve("product.zarr"))
                .rootAttributes(attributes -> {
                    var discovery = attributes.withObjectProperty("stac_discovery");
                    discovery.put("id", "product");
                    discovery.withObjectProperty("properties").remove("product:type");
                })
                .folder();
        var store = new StoreFolder(folder.resolve("out.zarr"));
        Invocation refused = Invocation.of("convert", mute, store.root());
        assertThat(refused.exitCode()).isEqualTo(64);
        assertThat(refused.err()).contains("unknown processing level", "--level L2A");
        Invocation.successful("convert", mute, store.root(), "--level", "L2A");
        assertThat(store.attribute(B02, "standard_name").asText()).isEqualTo("surface_bidirectional_reflectance");
        assertThat(store.has(REFLECTANCE + "/r60m/b10")).isFalse();
        assertRejected("--level", "L3");
    }

    /// Rule I13.
    @Test
    @Shows("--product")
    void productSaysWhatTheSourceHasToBe() {
        Path other = DamagedProduct.of(L2A, folder.resolve("product.zarr"))
                .rootAttributes(attributes -> attributes
                        .withObjectProperty("stac_discovery")
                        .withObjectProperty("properties")
                        .put("product:type", "S03OLCEFR"))
                .folder();
        Path target = folder.resolve("out.zarr");
        assertThat(Invocation.of("convert", other, target).err()).contains("is a Sentinel-3 OLCI product");
        Invocation refused = Invocation.of("convert", other, target, "--product", "s2");
        assertThat(refused.exitCode()).isEqualTo(65);
        assertThat(refused.err()).contains("Input dataset is not a Sentinel-2 product");
        assertRejected("--product", "landsat");
    }

    // --- how it runs

    @Test
    @Shows("--threads")
    void threadsAreAsManyAsAskedFor() throws IOException {
        assertThat(workersOf("1")).isEmpty();
        assertThat(workersOf("3")).containsExactly("worker-1", "worker-2");
        assertRejected("--threads", "0");
    }

    /// Threads that a conversion starts; the calling thread works as well.
    private Set<String> workersOf(String threads) throws IOException {
        Path events = folder.resolve("threads.jfr");
        try (var recording = new Recording()) {
            recording.enable("jdk.ThreadStart");
            recording.start();
            converted(L2A, "--threads", threads, "--overwrite");
            recording.stop();
            recording.dump(events);
        }
        var names = new TreeSet<String>();
        RecordingFile.readAllEvents(events).forEach(event -> {
            RecordedThread thread = event.getThread("thread");
            if (thread != null && String.valueOf(thread.getJavaName()).startsWith("worker-")) {
                names.add(thread.getJavaName());
            }
        });
        return names;
    }

    /// Rule R81.
    @Test
    @Shows("--overwrite")
    void overwriteReplacesWhatIsThere() {
        StoreFolder store = converted(L2A);
        Invocation again = Invocation.successful("convert", L2A.folder(), store.root());
        assertThat(again.out()).contains("is already what this would write");
        Invocation refused = Invocation.of("convert", L1C.folder(), store.root());
        assertThat(refused.exitCode()).isEqualTo(73);
        assertThat(refused.err()).contains("--overwrite");
        assertThat(store.digests()).isEqualTo(usual.digests());
        assertThat(Invocation.successful("convert", L2A.folder(), store.root(), "--overwrite")
                        .out())
                .startsWith("done in ");
        Invocation.successful("convert", L1C.folder(), store.root(), "--overwrite");
        assertThat(store.attribute(B02, "standard_name").asText()).isEqualTo("toa_bidirectional_reflectance");
        assertThat(folder).isDirectoryContaining(path -> path.equals(store.root()));
        assertThat(folder.toFile().list()).containsExactly("out.zarr");
    }

    /// A product whose levels contradict each other makes a store that breaks R55.
    @Test
    @Shows({"--validate", "--no-validate"})
    void resultIsValidatedUnlessThePersonDoesNotWantIt() {
        Path product = DamagedProduct.of(L2A, folder.resolve("product.zarr"))
                .attributes(REFLECTANCE + "/r20m/b05", attributes -> attributes.put("add_offset", -0.2))
                .folder();
        var store = new StoreFolder(folder.resolve("out.zarr"));
        Invocation refused = Invocation.of("convert", product, store.root());
        assertThat(refused.exitCode()).isEqualTo(65);
        assertThat(refused.err()).contains("R55", "/measurements/reflectance/r60m/b05", "--no-validate");
        assertThat(folder.toFile().list()).containsExactly("product.zarr");
        Invocation.successful("convert", product, store.root(), "--no-validate");
        assertThat(Invocation.of("validate", store.root()).exitCode()).isEqualTo(1);
    }

    @Test
    @Shows("--progress")
    void progressIsShownAsAskedFor() {
        var product = TestProduct.sample("L2A", 2, TestProduct.MEDIUM);
        var target = folder.resolve("out.zarr");
        Invocation none = Invocation.successful("convert", product.folder(), target, "--progress", "none");
        assertThat(none.err()).isEmpty();
        Object[] slow = {"convert", product.folder(), target, "--overwrite", "--compression-level", 3, "--threads", 1};
        Invocation auto = Invocation.successful(slow);
        assertThat(auto.err().lines())
                .isNotEmpty()
                .first()
                .asString()
                .contains("L2A")
                .contains("packed, 512 px chunks");
        assertThat(auto.err()).doesNotContain("\r", "\u001B", "█");
        Invocation bar = Invocation.successful(with(slow, "--progress", "bar"));
        assertThat(bar.err()).contains("\r", " of 202 arrays").endsWith("\r\u001B[K");
        assertRejected("--progress", "loud");
    }

    private static Object[] with(Object[] arguments, Object... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray();
    }

    @Test
    @Shows("--verbose")
    void verboseShowsStagesAndAllWarnings() {
        Path product = DamagedProduct.of(L2A, folder.resolve("product.zarr"))
                .withoutNode("quality/probability/r20m/cld")
                .withoutNode("conditions/mask/l2a_classification/r20m/scl")
                .folder();
        Path target = folder.resolve("out.zarr");
        Invocation brief = Invocation.successful("convert", product, target);
        assertThat(brief.err()).contains("(and 1 more, see --verbose)");
        assertThat(brief.out().lines()).hasSize(1);
        assertThat(new StoreFolder(target).has("quality/probability/r60m/snw")).isFalse();
        Invocation verbose = Invocation.successful("convert", product, target, "--verbose", "--overwrite");
        assertThat(verbose.err().lines().filter(line -> line.startsWith("warning: ")))
                .hasSize(2);
        assertThat(verbose.out().lines().skip(1).map(line -> line.strip().split(" ", 2)[0]))
                .containsExactly("read", "decode", "reduce", "encode", "write");
    }

    /// The report is there whatever happens, and its absence undoes nothing (rule M11).
    @Test
    @Shows("--report")
    void reportIsADocumentOrAPage() throws IOException {
        Path json = folder.resolve("report.json");
        StoreFolder store = converted(L2A, "--report", json);
        JsonNode document = Json.parse(Files.readAllBytes(json));
        assertThat(document.path("outcome").asText()).isEqualTo("converted");
        assertThat(document.path("arrays")).hasSizeGreaterThan(200);
        assertThat(document.path("host").path("processors").asInt()).isPositive();
        assertThat(document.path("memory").path("peak_heap_bytes").asLong()).isPositive();
        Path html = folder.resolve("report.html");
        assertThat(converted(L2A, "--report", html, "--overwrite").digests()).isEqualTo(store.digests());
        Page page = Page.of(html);
        page.assertStandsAlone();
        assertThat(page.ofClass("p", "limit")).hasSize(1);
        assertThat(page.elements("svg")).hasSizeGreaterThan(50);
        assertThat(page.elements("rect")).hasSizeGreaterThan(200).allSatisfy(rect -> assertThat(rect.getTextContent())
                .isNotEmpty());
        String embedded = page.elements("script").getFirst().getTextContent();
        assertThat(Json.parse(embedded.getBytes(StandardCharsets.UTF_8)).path("arrays"))
                .hasSameSizeAs(document.path("arrays"));
    }

    /// What a workflow can keep with its result.
    @Test
    @Shows("--report-summary")
    void summaryHasTheSumsOnly() throws IOException {
        Path json = folder.resolve("summary.json");
        converted(L2A, "--report", json, "--report-summary");
        assertThat(Files.readAllLines(json)).hasSize(1);
        assertThat(Files.size(json)).isLessThan(8_000);
        JsonNode document = Json.parse(Files.readAllBytes(json));
        assertThat(document.path("outcome").asText()).isEqualTo("converted");
        assertThat(document.path("totals").path("bytes_written").asLong()).isPositive();
        assertThat(document.path("wall_seconds").asDouble()).isPositive();
        assertThat(document.has("arrays")).isFalse();
        assertRejected("--report-summary");
        assertRejected(
                "--report-summary", "--report", folder.resolve("page.html").toString());
    }

    @Test
    @Shows("--report")
    void reportSaysWhyAConversionFailed() throws IOException {
        DamagedProduct product = DamagedProduct.of(L2A, folder.resolve("product.zarr"));
        product.change("measurements/reflectance/r10m/b02/0.0", whole -> Arrays.copyOf(whole, whole.length / 2));
        Path json = folder.resolve("report.json");
        Invocation convert = Invocation.of("convert", product.folder(), folder.resolve("out.zarr"), "--report", json);
        assertThat(convert.exitCode()).isEqualTo(65);
        JsonNode document = Json.parse(Files.readAllBytes(json));
        assertThat(document.path("outcome").asText()).isEqualTo("failed");
        assertThat(document.path("failure").path("exit_code").asInt()).isEqualTo(65);
        assertThat(convert.err())
                .contains(document.path("failure").path("message").asText());
        Path html = folder.resolve("report.html");
        assertThat(Invocation.of("convert", product.folder(), folder.resolve("out.zarr"), "--report", html)
                        .exitCode())
                .isEqualTo(65);
        Page.of(html).assertStandsAlone();
    }

    @Test
    @Shows("--report")
    void reportThatCannotBeWrittenDoesNotLoseTheConversion() {
        Path target = folder.resolve("out.zarr");
        Path file = folder.resolve("absent/report.html");
        Invocation convert = Invocation.of("convert", L2A.folder(), target, "--report", file);
        assertThat(convert.exitCode()).isEqualTo(73);
        assertThat(convert.out()).startsWith("done in ");
        assertThat(convert.err()).contains("there is no folder", "out.zarr is complete");
        Invocation.successful("validate", target);
        Invocation failing = Invocation.of("convert", folder.resolve("absent.zarr"), target, "--report", file);
        assertThat(failing.exitCode()).as("the conversion's own").isEqualTo(66);
        assertThat(failing.err()).contains("warning: no report: ");
    }

    @Test
    @Shows("--help")
    void helpIsShownInsteadOfRunning() {
        Invocation help = Invocation.successful("convert", "--help");
        assertThat(help.out()).startsWith("Usage: zarrgo convert ");
        assertThat(Invocation.successful("convert", "-h").out()).isEqualTo(help.out());
    }

    // --- the whole

    private void assertRejected(String... option) {
        Invocation invocation = Invocation.of(
                with(new Object[] {"convert", L2A.folder(), folder.resolve("rejected.zarr")}, (Object[]) option));
        assertThat(invocation.exitCode()).as(String.join(" ", option)).isEqualTo(64);
        assertThat(invocation.err()).startsWith("error: ");
        assertThat(folder.resolve("rejected.zarr")).doesNotExist();
    }

    /// An archive of a product is the product (rule I1).
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void archiveGivesTheSameBytesAsTheFolder(int cpm) throws IOException {
        TestProduct product = TestProduct.sample("L2A", cpm, TestProduct.SMALL);
        Path archive =
                Archives.zip(product.folder(), folder.resolve(product.folder().getFileName() + ".zip"));
        var fromFolder = new StoreFolder(folder.resolve("folder/out.zarr"));
        var fromArchive = new StoreFolder(folder.resolve("archive/out.zarr"));
        Invocation.successful(
                "convert", product.folder(), fromFolder.root(), "--provenance-source", "https://example.org/p.zarr");
        Invocation.successful(
                "convert", archive, fromArchive.root(), "--provenance-source", "https://example.org/p.zarr");
        assertThat(fromArchive.digests()).isEqualTo(fromFolder.digests());
    }

    @Test
    void everyOptionIsShownToHaveAnEffect() {
        var options = new TreeSet<String>();
        CommandLine convert =
                Objects.requireNonNull(Zarrgo.commandLine().getSubcommands().get("convert"));
        for (OptionSpec option : convert.getCommandSpec().options()) {
            options.add(option.longestName());
        }
        var shown = new TreeSet<>(OptionTests.of(ConvertOptionsIT.class).keySet());
        shown.addAll(OptionTests.of(RemoteOptionsIT.class).keySet());
        assertThat(shown).containsAll(options);
    }
}
