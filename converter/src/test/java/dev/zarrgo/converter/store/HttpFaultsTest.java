package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.testkit.Fault;
import dev.zarrgo.testkit.FaultyServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What bad servers and bad networks come to: another try, or one failure with the exit code of X6 that
/// names the object (rules R85, R88).
class HttpFaultsTest {

    private static final int WINDOW = WindowPool.WINDOW_BYTES;
    private static final int SIZE = 3 * WINDOW + 1234;
    private static final byte[] CONTENT = StoreContract.noise(SIZE);
    private static final Duration SHORT = Duration.ofMillis(400);

    @TempDir
    private static Path folder = Path.of("");

    private FaultyServer server = FaultyServer.of(folder);

    @BeforeEach
    void fill() throws IOException {
        Files.write(folder.resolve("large"), CONTENT);
        Files.writeString(folder.resolve("small"), "text");
        server.close();
        server = FaultyServer.of(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Store store() {
        return store(StoreSettings.DEFAULT.with(S3Fixture.QUICK));
    }

    private Store store(StoreSettings settings) {
        return Stores.open(Location.parse(server.uri().toString()), settings);
    }

    private static StoreSettings impatient() {
        return StoreSettings.DEFAULT.with(S3Fixture.QUICK).with(StoreSettings.Limits.DEFAULT.withTimeout(SHORT));
    }

    private static byte[] content(Store store) {
        return store.read("large", SIZE).orElseThrow();
    }

    private static ZarrgoException failure(Store store, String key) {
        ZarrgoException failure = catchThrowableOfType(ZarrgoException.class, () -> store.read(key, SIZE));
        assertThat(failure).isNotNull();
        assertThat(failure).hasMessageContaining(key);
        return failure;
    }

    // --- what a server says

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void busyServerIsAskedAgain(int status) {
        server.with(Fault.Plan.first(3, "small", Fault.status(status)));
        try (Store store = store()) {
            assertThat(StoreContract.text(store, "small")).contains("text");
            assertThat(server.exchanges("small")).hasSize(4);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "429, 75, 4",
        "500, 75, 4",
        "502, 75, 4",
        "503, 75, 4",
        "504, 75, 4", // after 1 + 3 tries
        "401, 77, 1",
        "403, 77, 1",
        "407, 77, 1",
        "400, 69, 1",
        "405, 69, 1",
        "501, 69, 1",
        "302, 69, 1",
    })
    void statusThatStaysHasItsExitCode(int status, int exitCode, int requests) {
        server.with(Fault.Plan.always("small", Fault.status(status)));
        try (Store store = store()) {
            ZarrgoException failure = failure(store, "small");
            assertThat(ExitCode.of(failure)).isEqualTo(exitCode);
            assertThat(failure).hasMessageContaining(Integer.toString(status));
            assertThat(failure.advice()).isNotBlank();
            assertThat(server.exchanges("small")).hasSize(requests);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void absenceIsKnownAfterOneRequest(int status) {
        server.with(Fault.Plan.always("small", Fault.status(status)));
        try (Store store = store()) {
            assertThat(store.open("small")).isEmpty();
            assertThat(server.exchanges()).hasSize(1);
        }
    }

    @Test
    void retryAfterIsHonoured() {
        for (boolean dated : new boolean[] {false, true}) {
            ZonedDateTime then = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2);
            String wait = dated ? DateTimeFormatter.RFC_1123_DATE_TIME.format(then) : "1";
            server.reset();
            server.with(Fault.Plan.first(1, "small", new Fault.Answer(503, Map.of("Retry-After", wait), "")));
            long start = System.nanoTime();
            try (Store store = store()) {
                assertThat(StoreContract.text(store, "small")).contains("text");
            }
            // Without it, the wait would be some ten milliseconds.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(500));
            assertThat(server.exchanges()).hasSize(2);
        }
    }

    @Test
    void serverThatAsksForTooMuchPatienceIsGivenUpAtOnce() {
        server.with(Fault.Plan.always("small", new Fault.Answer(503, Map.of("Retry-After", "3600"), "")));
        try (Store store = store()) {
            assertThat(failure(store, "small")).hasMessageContaining("3,600 s");
            assertThat(server.exchanges()).hasSize(1);
        }
    }

    // --- what a connection does

    @Test
    void cutAnswerGoesOnWhereItEnded() {
        server.with(Fault.Plan.first(1, "large", new Fault.Cut(1_000_000)));
        try (Store store = store()) {
            assertThat(content(store)).isEqualTo(CONTENT);
        }
        assertThat(server.bytes("large")).as("nothing is sent twice").isLessThan(SIZE + 300_000);
    }

    @Test
    void connectionThatIsCutAgainAndAgainIsUnavailable() {
        server.with(Fault.Plan.always("large", new Fault.Cut(1000)));
        try (Store store = store()) {
            assertThat(failure(store, "large").code()).isEqualTo(FailureCode.SERVICE_UNAVAILABLE);
            assertThat(server.exchanges()).hasSize(4);
        }
    }

    @Test
    void connectionThatIsCutBeforeTheAnswerIsTriedAgain() {
        server.with(Fault.Plan.first(2, "small", new Fault.Cut(0)));
        try (Store store = store()) {
            assertThat(StoreContract.text(store, "small")).contains("text");
        }
    }

    @Test
    void cutObjectWithoutRangesStartsAgain() {
        server.withoutRanges().with(Fault.Plan.first(1, "large", new Fault.Cut(5_000_000)));
        try (Store store = store()) {
            assertThat(content(store)).isEqualTo(CONTENT);
        }
    }

    @Test
    void silentServerIsUnavailableAfterItsDeadlines() {
        server.with(Fault.Plan.always("small", new Fault.Silence()));
        try (Store store = store(impatient())) {
            ZarrgoException failure = failure(store, "small");
            assertThat(failure.code()).isEqualTo(FailureCode.SERVICE_UNAVAILABLE);
            assertThat(failure).hasMessageContaining("0.4").hasMessageContaining("4 times");
        }
    }

    @Test
    void serverThatTricklesIsUnavailable() {
        server.with(Fault.Plan.always("large", new Fault.Trickle(100, Duration.ofMillis(20))));
        try (Store store = store(impatient())) {
            assertThat(failure(store, "large").code()).isEqualTo(FailureCode.SERVICE_UNAVAILABLE);
        }
    }

    @Test
    void slowServerThatKeepsGoingIsNoFailure() {
        server.with(request -> request.nth() == 1 ? new Fault.Trickle(2_000_000, Duration.ofMillis(300)) : Fault.NONE);
        try (Store store = store(impatient())) {
            assertThat(content(store)).isEqualTo(CONTENT);
        }
    }

    @Test
    void nobodyAtTheAddressIsUnavailable() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        for (String host : List.of("127.0.0.1:" + port, "no.such.host.invalid")) {
            try (Store store = Stores.open(
                    Location.parse("http://" + host + "/x.zarr"), StoreSettings.DEFAULT.with(S3Fixture.QUICK))) {
                assertThat(failure(store, "zarr.json").code()).isEqualTo(FailureCode.SERVICE_UNAVAILABLE);
            }
        }
    }

    // --- an object that changes

    @Test
    void objectThatChangesBetweenWindowsIsAFailure() {
        server.with(request -> new Fault.Tag(request.nth() == 1 ? "\"old\"" : "\"new\""));
        try (Store store = store()) {
            ZarrgoException failure = failure(store, "large");
            assertThat(failure.code()).isEqualTo(FailureCode.SOURCE_CHANGED);
            assertThat(ExitCode.of(failure)).as("X6: may be well the next time").isEqualTo(75);
        }
    }

    @Test
    void objectThatChangesIsFoundOutByWeakTagsToo() {
        server.with(request -> new Fault.Tag(request.nth() == 1 ? "W/\"old\"" : "W/\"new\""));
        try (Store store = store()) {
            assertThat(failure(store, "large").code()).isEqualTo(FailureCode.SOURCE_CHANGED);
        }
    }

    @Test
    void objectThatShrinksOrGoesIsAFailure() throws IOException {
        server.with(Fault.Plan.always("", new Fault.Tag("")));
        try (Store store = store();
                ObjectReader reader = store.open("large").orElseThrow()) {
            Files.write(folder.resolve("large"), Arrays.copyOf(CONTENT, WINDOW));
            assertThatThrownBy(() -> reader.read(2 * WINDOW, ByteBuffer.allocate(10)))
                    .isInstanceOfSatisfying(ZarrgoException.class, failure -> assertThat(failure.code())
                            .isEqualTo(FailureCode.SOURCE_CHANGED));
            Files.delete(folder.resolve("large"));
            assertThatThrownBy(() -> reader.read(2 * WINDOW, ByteBuffer.allocate(10)))
                    .isInstanceOfSatisfying(ZarrgoException.class, failure -> assertThat(failure.code())
                            .isEqualTo(FailureCode.SOURCE_CHANGED));
        }
    }

    // --- answers that make no sense

    @Test
    void packedAnswerIsNotSupported() {
        server.with(Fault.Plan.always("small", new Fault.Answer(200, Map.of("Content-Encoding", "gzip"), "xxxx")));
        try (Store store = store()) {
            assertThat(failure(store, "small").code()).isEqualTo(FailureCode.SOURCE_UNSUPPORTED);
        }
    }

    @Test
    void anotherPartThanAskedForIsRefused() {
        server.with(
                Fault.Plan.always("small", new Fault.Answer(206, Map.of("Content-Range", "bytes 7-10/20"), "text")));
        try (Store store = store()) {
            assertThat(failure(store, "small").code()).isEqualTo(FailureCode.SERVICE_REFUSED);
        }
    }

    @Test
    void serversThatPointInACircleAreLeft() {
        server.with(Fault.Plan.always("", new Fault.Answer(302, Map.of("Location", "/small"), "")));
        try (Store store = store()) {
            assertThat(failure(store, "small").code()).isEqualTo(FailureCode.SERVICE_UNAVAILABLE);
        }
    }

    // --- interruption

    @Test
    void interruptionEndsAllWaiting() throws Exception {
        List<Fault> waits = List.of(
                new Fault.Silence(),
                new Fault.Trickle(1, Duration.ofMillis(100)),
                new Fault.Answer(503, Map.of("Retry-After", "60"), ""));
        for (Fault fault : waits) {
            server.reset();
            server.with(Fault.Plan.always("small", fault));
            var failure = new AtomicReference<Throwable>();
            try (Store store = store(StoreSettings.DEFAULT)) {
                Thread thread = Thread.ofPlatform().start(() -> {
                    try {
                        store.open("small");
                    } catch (ZarrgoException ended) {
                        failure.set(ended);
                    }
                });
                while (server.exchanges().isEmpty() && server.underWay() == 0) {
                    Thread.sleep(5);
                }
                thread.interrupt();
                thread.join();
            }
            assertThat(failure.get()).as("%s", fault).satisfies(ended -> assertThat(ExitCode.of(ended))
                    .isEqualTo(130));
        }
    }
}
