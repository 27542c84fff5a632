package dev.zarrgo.converter.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.convert.Conversion;
import dev.zarrgo.converter.convert.ConversionOptions;
import dev.zarrgo.converter.convert.ConversionReport;
import dev.zarrgo.converter.convert.ConversionRequest;
import dev.zarrgo.converter.convert.Progress;
import dev.zarrgo.converter.convert.TimeUse;
import dev.zarrgo.converter.convert.Timeline;
import dev.zarrgo.converter.convert.Timeline.Span;
import dev.zarrgo.converter.convert.Timeline.Track;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.sample.SampleProduct;
import dev.zarrgo.converter.sample.SampleRequest;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.zarr.HierarchyReader;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.GoldenJson;
import dev.zarrgo.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a report says of a real conversion holds together, and its document is the one that is described.
@DisplayName("reports (rule M11)")
class RunReportTest {

    private static final int THREADS = 3;
    private static final int SIZE = 1098;

    private static final RunReport.Host HOST = new RunReport.Host(
            THREADS,
            1L << 28,
            "java",
            "system",
            OptionalLong.of(2_000_000_000L),
            OptionalLong.of(3L << 26),
            OptionalLong.of(1L << 26));

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Path product;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static RunReport report;

    @BeforeAll
    static void convert() {
        product = folder.resolve("product.zarr");
        SampleProduct.make(
                new SampleRequest(SampleRequest.Kind.S2L2A, 2, SIZE, SampleRequest.DEFAULT_SEED),
                Location.of(product),
                THREADS,
                (_, _) -> {},
                new Cancellation());
        report = converted(folder.resolve("out.zarr"), new Cancellation());
    }

    private static ConversionRequest request(Path target) {
        return new ConversionRequest(
                Location.of(product),
                Location.of(target),
                ConversionRequest.Expectation.ANY_PRODUCT,
                ConversionOptions.DEFAULT,
                THREADS,
                ConversionRequest.Existing.KEEP,
                ConversionRequest.Leftover.NOT_USED,
                ConversionRequest.Check.FULL,
                Optional.empty(),
                ConversionRequest.Connections.OF_THE_ENVIRONMENT);
    }

    private static RunReport converted(Path target, Cancellation cancellation) {
        var progress = new Progress(new Timeline(System::nanoTime));
        ConversionReport result = Conversion.run(request(target), progress, cancellation);
        return new RunReport(
                request(target),
                Instant.EPOCH,
                progress.timeline().nanos(),
                progress,
                Optional.of(result),
                Optional.empty(),
                HOST);
    }

    // --- what is recorded

    @Test
    void everyArrayOfTheTargetIsThereWithItsBytes() {
        Map<String, Timeline.Account> accounts = report.timeline().accounts();
        try (Store store = Stores.open(report.request().target())) {
            assertThat(accounts.keySet())
                    .isEqualTo(HierarchyReader.read(store).arrays().keySet());
            accounts.forEach((path, account) -> {
                long stored = store.sizes(path).orElseThrow().entrySet().stream()
                        .filter(object -> !object.getKey().endsWith("zarr.json"))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
                assertThat(account.target().bytesWritten()).as(path).isEqualTo(stored);
            });
        }
        long read = accounts.values().stream()
                .mapToLong(account -> account.source().bytesRead())
                .sum();
        assertThat(read)
                .as("all but metadata")
                .isPositive()
                .isLessThanOrEqualTo(report.progress().source().bytesRead());
    }

    @Test
    void spansOfAThreadFollowEachOther() {
        for (Track track : report.timeline().tracks()) {
            long last = 0;
            for (Span span : track.spans()) {
                assertThat(span.startNanos()).as("%s: %s", track.name(), span).isGreaterThanOrEqualTo(last);
                assertThat(span.endNanos()).isGreaterThan(span.startNanos());
                last = span.endNanos();
            }
            assertThat(last).isLessThanOrEqualTo(report.wallNanos());
        }
    }

    @Test
    void threadsHaveNoMoreTimeThanThereIs() {
        TimeUse use = report.timeUse();
        long worked =
                use.workerNanos().values().stream().mapToLong(Long::longValue).sum();
        assertThat(use.workers()).isEqualTo(THREADS);
        assertThat(worked).isPositive().isLessThanOrEqualTo(use.workers() * use.pixelNanos());
        assertThat(use.pixelNanos()).isLessThan(report.wallNanos());
        for (StageUse stage : StageUse.of(report.timeline())) {
            assertThat(stage.wallNanos()).as(stage.toString()).isLessThanOrEqualTo(stage.threadNanos());
            assertThat(stage.wallNanos()).isLessThanOrEqualTo(report.wallNanos());
        }
        Utilisation.of(report.timeline(), report.wallNanos()).shares().forEach((stage, shares) -> assertThat(shares)
                .as(stage.id())
                .hasSize(Utilisation.STEPS)
                .allMatch(share -> share >= 0 && share <= 1));
    }

    /// A span is a strip's, not a chunk's: its number does not depend on the size of chunks.
    @Test
    void spansAreFew() {
        long spans = report.timeline().tracks().stream()
                .mapToLong(track -> track.spans().size())
                .sum();
        assertThat(spans).isLessThan(8L * report.timeline().accounts().size());
    }

    @Test
    void everyArrayWithPixelsWasEncodedAndWritten() {
        for (ArrayUse array : ArrayUse.of(report.timeline())) {
            Set<Timeline.Stage> stages = new HashSet<>();
            array.spans().forEach(span -> stages.add(span.stage()));
            if (array.account().target().bytesWritten() > 0) {
                assertThat(stages).as(array.path()).contains(Timeline.Stage.ENCODE, Timeline.Stage.WRITE);
            }
            if (array.account().source().bytesRead() > 0) {
                assertThat(stages).as(array.path()).contains(Timeline.Stage.READ, Timeline.Stage.DECODE);
            }
        }
    }

    @Test
    void criticalPathLeadsFromTheBeginningToTheEnd() {
        List<Span> path = CriticalPath.of(report.timeline());
        assertThat(path.getFirst().stage()).isEqualTo(Timeline.Stage.OPEN);
        assertThat(path.getLast().stage()).isEqualTo(Timeline.Stage.VERIFY);
        for (int i = 1; i < path.size(); i++) {
            assertThat(path.get(i).startNanos())
                    .isGreaterThanOrEqualTo(path.get(i - 1).endNanos());
        }
    }

    @Test
    void verdictNamesWhatTookMost() {
        TimeUse use = report.timeUse();
        Verdict verdict = Verdict.of(report);
        assertThat(verdict.limit()).isEqualTo(report.result().orElseThrow().limit());
        for (ConversionReport.Limit limit : ConversionReport.Limit.values()) {
            assertThat(use.nanos(verdict.limit())).isGreaterThanOrEqualTo(use.nanos(limit));
        }
        assertThat(verdict.reasons().getFirst()).contains("%d workers were busy".formatted(THREADS));
    }

    // --- the document

    @Test
    void documentHasTheStructureThatIsKept() {
        GoldenJson.assertMatches(RunReportTest.class, "report-structure.json", Json.text(structure(document(report))));
    }

    private static ObjectNode document(RunReport of) {
        return RunReportJson.document(of);
    }

    /// Values replaced by their types; of arrays the union of what their elements have; of maps by stage
    /// the value only.
    private static JsonNode structure(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                ObjectNode members = Json.object();
                node.properties().forEach(member -> members.set(name(member.getKey()), structure(member.getValue())));
                yield members;
            }
            case ARRAY -> {
                ObjectNode union = Json.object();
                JsonNode last = Json.array();
                for (JsonNode element : node) {
                    last = structure(element);
                    if (last instanceof ObjectNode members) {
                        union.setAll(members);
                    }
                }
                yield union.isEmpty() ? Json.array().add(last) : Json.array().add(union);
            }
            default -> Json.object().textNode(node.getNodeType().name().toLowerCase(Locale.ROOT));
        };
    }

    private static String name(String member) {
        for (Timeline.Stage stage : Timeline.Stage.values()) {
            if (stage.id().equals(member)) {
                return "<stage>";
            }
        }
        return member;
    }

    @Test
    void pageDescribesEveryMember() {
        String page = Repository.text("docs/reference/report.md");
        var names = new TreeSet<String>();
        collect(document(report), names);
        collect(document(failed()), names);
        assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    private static void collect(JsonNode node, Set<String> names) {
        node.properties().forEach(member -> names.add(member.getKey()));
        node.forEach(child -> collect(child, names));
    }

    @Test
    void sumsOfTheDocumentAgree() {
        ObjectNode document = document(report);
        assertThat(document.path("outcome").asText()).isEqualTo("converted");
        assertThat(sum(document.path("arrays"), "bytes_written"))
                .isEqualTo(sum(document.path("groups"), "bytes_written"))
                .isLessThan(document.path("totals").path("bytes_written").asLong());
        assertThat(sum(document.path("arrays"), "raw_bytes"))
                .isEqualTo(document.path("totals").path("raw_bytes").asLong());
        assertThat(document.path("totals").path("arrays_done").asLong())
                .isEqualTo(document.path("totals").path("arrays").asLong());
        int arrays = document.path("arrays").size();
        document.path("timeline").path("tracks").forEach(track -> track.path("spans")
                .forEach(span -> {
                    assertThat(span)
                            .hasSize(document.path("timeline").path("columns").size());
                    assertThat(span.path(1).isNull() || span.path(1).asInt() < arrays)
                            .isTrue();
                }));
    }

    private static long sum(JsonNode entries, String member) {
        return StreamSupport.stream(entries.spliterator(), false)
                .mapToLong(entry -> entry.path(member).asLong())
                .sum();
    }

    // --- failures

    private static RunReport failed() {
        try {
            Path broken = folder.resolve("broken.zarr");
            Path band = product.resolve("measurements/reflectance/r10m/b08/0.0");
            byte[] whole = Files.readAllBytes(band);
            try {
                Files.write(band, Arrays.copyOf(whole, whole.length / 2));
                var progress = new Progress(new Timeline());
                ZarrgoException failure = catchThrowableOfType(
                        ZarrgoException.class, () -> Conversion.run(request(broken), progress, new Cancellation()));
                return new RunReport(
                        request(broken),
                        Instant.EPOCH,
                        progress.timeline().nanos(),
                        progress,
                        Optional.empty(),
                        Optional.of(failure),
                        HOST);
            } finally {
                Files.write(band, whole);
            }
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void failureIsReportedWithWhatWasDoneUntilThen() {
        ObjectNode document = document(failed());
        assertThat(document.path("outcome").asText()).isEqualTo("failed");
        assertThat(document.path("failure").path("code").asText()).isEqualTo("source-corrupt");
        assertThat(document.path("failure").path("exit_code").asInt()).isEqualTo(65);
        assertThat(document.path("failure").path("message").asText()).contains("b08");
        assertThat(document.path("arrays")).hasSameSizeAs(document(report).path("arrays"));
        assertThat(document.path("stages").path(0).path("stage").asText()).isEqualTo("open");
    }

    @Test
    void failureBeforeTheFirstStepIsReportedToo() {
        ConversionRequest absent = ConversionRequest.of(
                Location.of(folder.resolve("absent.zarr")),
                Location.of(folder.resolve("none.zarr")),
                ConversionOptions.DEFAULT);
        var progress = new Progress();
        ZarrgoException failure =
                catchThrowableOfType(ZarrgoException.class, () -> Conversion.run(absent, progress, new Cancellation()));
        var empty = new RunReport(absent, Instant.EPOCH, 0, progress, Optional.empty(), Optional.of(failure), HOST);
        ObjectNode document = document(empty);
        assertThat(document.path("arrays")).isEmpty();
        assertThat(document.path("failure").path("exit_code").asInt()).isEqualTo(66);
    }

    @Test
    void interruptionIsNoFailure() {
        var cancellation = new Cancellation();
        cancellation.request();
        var progress = new Progress();
        ZarrgoException failure = catchThrowableOfType(
                ZarrgoException.class,
                () -> Conversion.run(request(folder.resolve("cut.zarr")), progress, cancellation));
        var cut = new RunReport(
                request(folder.resolve("cut.zarr")),
                Instant.EPOCH,
                1,
                progress,
                Optional.empty(),
                Optional.of(failure),
                HOST);
        assertThat(cut.outcome()).isEqualTo("interrupted");
    }
}
