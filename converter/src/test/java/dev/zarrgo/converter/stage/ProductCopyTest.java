package dev.zarrgo.converter.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.store.Access;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.testkit.EnabledIfS3;
import dev.zarrgo.testkit.Fault;
import dev.zarrgo.testkit.FaultyServer;
import dev.zarrgo.testkit.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Copies into and inside a real bucket (rules P21, P23 to P25).
@EnabledIfS3
class ProductCopyTest {

    private static final List<String> KEYS = List.of(".zmetadata", "a/.zarray", "a/0.0", "a/0.1", "b/c/0", "b/empty");

    private final FaultyServer relay = FaultyServer.before(S3Server.installed().endpoint());
    private final String run = "stage-tests/" + UUID.randomUUID();
    private final WritableStore source = open("source.zarr");
    private final WritableStore target = open("cache/ns/c/item");
    private final Meter meter = new Meter();

    private static final class Meter implements CopyMeter {
        private final AtomicInteger objects = new AtomicInteger();
        private int found;

        @Override
        public void found(int all, long bytes) {
            found = all;
        }

        @Override
        public void done(long bytes) {
            objects.incrementAndGet();
        }
    }

    private static StoreSettings settings(URI endpoint) {
        S3Server server = S3Server.installed();
        return StoreSettings.DEFAULT
                .with(StoreSettings.DEFAULT.retries().withMaxRetries(0))
                .withService(s3 -> s3.withEndpoint(endpoint.toString())
                        .withRegion("us-east-1")
                        .with(new Access.Keys(server.key(), server.secret(), Optional.empty())));
    }

    private WritableStore open(String name) {
        return Stores.writable(
                Location.parse("s3://%s/%s/%s".formatted(S3Server.installed().bucket(), run, name)),
                settings(relay.uri()));
    }

    @BeforeEach
    void makeProduct() {
        for (String key : KEYS) {
            put(source, key, key.endsWith("empty") ? "" : "content of " + key);
        }
        relay.reset();
    }

    @AfterEach
    void stop() {
        source.close();
        target.close();
        relay.close();
    }

    private static void put(WritableStore store, String key, String content) {
        store.put(key, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
    }

    private CopyReport copy() {
        return ProductCopy.copy(source, target, 3, meter, new Cancellation());
    }

    private long requests(String method, String part) {
        return relay.exchanges(part).stream()
                .filter(exchange -> exchange.request().method().equals(method))
                .count();
    }

    @Test
    void everythingArrives() {
        CopyReport report = copy();
        assertThat(target.sizes("")).isEqualTo(source.sizes(""));
        for (String key : KEYS) {
            assertThat(target.read(key, 100).map(Arrays::hashCode))
                    .isEqualTo(source.read(key, 100).map(Arrays::hashCode));
        }
        assertThat(report.objects()).isEqualTo(KEYS.size());
        assertThat(report.copied()).isEqualTo(KEYS.size());
        assertThat(meter.found).isEqualTo(KEYS.size());
        assertThat(meter.objects).hasValue(KEYS.size());
    }

    @Test
    void secondCopyMovesOnlyWhatIsNotTheSame() {
        copy();
        put(source, "a/0.1", "content of a/0.2"); // the same size
        put(target, "b/old", "of an earlier product of this name");
        relay.reset();
        assertThat(copy().copied()).isEqualTo(1);
        assertThat(requests("PUT", run)).isEqualTo(1);
        assertThat(target.sizes("")).isEqualTo(source.sizes(""));
    }

    @Test
    void localProductIsCopiedToABucket(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("p.zarr/a"));
        Files.writeString(folder.resolve("p.zarr/zarr.json"), "{}");
        Files.writeString(folder.resolve("p.zarr/a/zarr.json"), "{}");
        try (Store product = Stores.open(Location.of(folder.resolve("p.zarr")))) {
            CopyReport report = ProductCopy.copy(product, target, 2, meter, new Cancellation());
            assertThat(report).isEqualTo(new CopyReport(2, 4, 2));
        }
        assertThat(target.sizes("").orElseThrow()).containsOnlyKeys("zarr.json", "a/zarr.json");
    }

    @Test
    void objectThatDoesNotArriveIsNoticed() {
        relay.with(request -> request.method().equals("PUT") && request.path().contains("a/0.0")
                ? new Fault.Answer(200, Map.of("ETag", "\"1\""), "")
                : Fault.NONE);
        assertThatThrownBy(this::copy)
                .isInstanceOfSatisfying(ZarrgoException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.COPY_INCOMPLETE);
                    assertThat(ExitCode.of(failure)).isEqualTo(75);
                })
                .hasMessageContaining("5 of 6 objects");
    }

    @Test
    void productWithoutObjectsIsNotFound() {
        try (WritableStore nothing = open("nothing.zarr")) {
            assertThatThrownBy(() -> ProductCopy.copy(nothing, target, 2, meter, new Cancellation()))
                    .isInstanceOfSatisfying(ZarrgoException.class, failure -> assertThat(ExitCode.of(failure))
                            .isEqualTo(66));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AccessDenied",
                "AllAccessDisabled",
                "AccountProblem",
                "InvalidAccessKeyId",
                "SignatureDoesNotMatch",
                "UnauthorizedAccess"
            })
    void refusedAccessIsNotTriedAgain(String code) {
        relay.with(request -> new Fault.Answer(403, Map.of(), "<Error><Code>%s</Code></Error>".formatted(code)));
        assertThatThrownBy(this::copy)
                .isInstanceOfSatisfying(ZarrgoException.class, failure -> assertThat(ExitCode.of(failure))
                        .isEqualTo(77));
    }

    @Test
    void bucketThatIsNotThereIsRefused() {
        try (WritableStore nowhere = Stores.writable(
                Location.parse("s3://no-such-bucket-%s/x".formatted(UUID.randomUUID())), settings(relay.uri()))) {
            assertThatThrownBy(() -> ProductCopy.copy(source, nowhere, 2, meter, new Cancellation()))
                    .isInstanceOfSatisfying(ZarrgoException.class, failure -> assertThat(ExitCode.of(failure))
                            .isEqualTo(69));
        }
    }

    @Test
    void interruptedCopyEnds() {
        var cancellation = new Cancellation();
        cancellation.request();
        assertThatThrownBy(() -> ProductCopy.copy(source, target, 2, meter, cancellation))
                .isInstanceOf(InterruptedRunException.class);
    }

    @Test
    void removalTakesItsOwnPrefixOnly() {
        copy();
        try (WritableStore neighbour = open("cache/ns/c/item2")) {
            put(neighbour, "x", "stays");
            relay.reset();
            assertThat(ProductCopy.remove(target)).isEqualTo(KEYS.size());
            assertThat(requests("POST", "delete")).isEqualTo(1);
            assertThat(target.sizes(""))
                    .hasValueSatisfying(left -> assertThat(left).isEmpty());
            assertThat(neighbour.sizes("").orElseThrow()).containsOnlyKeys("x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", "\n"})
    void placeForCopiesHasNoEmptyPart(String part) {
        assertThat(new StagedPrefix("b", "source-cache", "ns", "c", "item").location())
                .hasToString("s3://b/source-cache/ns/c/item");
        for (int i = 0; i < 4; i++) {
            String[] parts = {"b", "ns", "c", "item"};
            parts[i] = part;
            assertThatThrownBy(() -> new StagedPrefix(parts[0], "source-cache", parts[1], parts[2], parts[3]))
                    .isInstanceOfSatisfying(ZarrgoException.class, failure -> assertThat(ExitCode.of(failure))
                            .isEqualTo(78));
        }
        assertThatThrownBy(() -> new StagedPrefix("b", "", "ns", "c", "item")).isInstanceOf(ZarrgoException.class);
    }
}
