package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.stage.CopyMeter;
import dev.zarrgo.converter.stage.ProductCopy;
import dev.zarrgo.converter.store.Access;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.testkit.ChildProcess;
import dev.zarrgo.testkit.ChildProcess.Signal;
import dev.zarrgo.testkit.EnabledIfS3;
import dev.zarrgo.testkit.Fault;
import dev.zarrgo.testkit.FaultyServer;
import dev.zarrgo.testkit.JavaProgram;
import dev.zarrgo.testkit.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What the options for remote places do, and what `zarrgo stage` and `zarrgo run` do with them (rules I1,
/// I4, I7, P20 to P26, R83, R84, R86).
@EnabledIfS3
class RemoteOptionsIT {

    private static final TestProduct PRODUCT = TestProduct.sample("L2A", 2, TestProduct.SMALL);
    private static final String NAME = PRODUCT.folder().getFileName().toString();
    private static final String ID = NAME.replace(".zarr", "");
    private static final String RUN = "remote/" + UUID.randomUUID();

    /// Where nobody listens.
    private static final String NOWHERE = "http://127.0.0.1:1";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    /// The service, and the sample product in its private bucket.
    private static final class Service {
        private static final S3Server S3 = S3Server.installed();
        private static final Location SOURCE = Location.parse("s3://%s/%s/%s".formatted(S3.bucket(), RUN, NAME));
    }

    private static StoreSettings settings() {
        return StoreSettings.DEFAULT.withService(
                service -> service.withEndpoint(Service.S3.endpoint().toString())
                        .withRegion("us-east-1")
                        .with(new Access.Keys(Service.S3.key(), Service.S3.secret(), Optional.empty())));
    }

    private static void upload(Location place) {
        try (Store product = Stores.open(Location.of(PRODUCT.folder()));
                WritableStore bucket = Stores.writable(place, settings())) {
            ProductCopy.copy(
                    product,
                    bucket,
                    8,
                    new CopyMeter() {
                        @Override
                        public void found(int objects, long bytes) {
                            // nobody looks
                        }

                        @Override
                        public void done(long bytes) {
                            // nobody looks
                        }
                    },
                    new Cancellation());
        }
    }

    @BeforeAll
    static void uploadProduct() {
        upload(Service.SOURCE);
    }

    private static String target() {
        return "s3://%s/%s/%s.zarr".formatted(Service.S3.bucket(), RUN, UUID.randomUUID());
    }

    private static boolean exists(String place) {
        try (Store store = Stores.open(Location.parse(place), settings())) {
            return store.open("zarr.json").isPresent();
        }
    }

    /// The variables of a person who works with the service, changed where the test wants it.
    private static JavaProgram zarrgo(Map<String, String> changes) {
        var variables = new HashMap<>(Map.of(
                "AWS_ENDPOINT_URL", Service.S3.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", Service.S3.key(),
                "AWS_SECRET_ACCESS_KEY", Service.S3.secret(),
                "AWS_REGION", "us-east-1",
                "AWS_EC2_METADATA_DISABLED", "true"));
        variables.putAll(changes);
        return JavaProgram.zarrgo().withEnvironment(variables);
    }

    private static Invocation run(Map<String, String> changes, Object... arguments) {
        return Invocation.of(zarrgo(changes).run(arguments));
    }

    private static Invocation successful(Map<String, String> changes, Object... arguments) {
        Invocation invocation = run(changes, arguments);
        assertThat(invocation.exitCode()).as(invocation.err()).isZero();
        return invocation;
    }

    // --- where, and as whom

    @Test
    @Shows({"--source-endpoint", "--target-endpoint"})
    void sourceAndTargetHaveEndpointsOfTheirOwn() {
        String target = target();
        try (var from = FaultyServer.before(Service.S3.endpoint());
                var to = FaultyServer.before(Service.S3.endpoint())) {
            successful(
                    Map.of("AWS_ENDPOINT_URL", NOWHERE),
                    "convert",
                    Service.SOURCE,
                    target,
                    "--source-endpoint",
                    from.uri(),
                    "--target-endpoint",
                    to.uri());
            assertThat(from.exchanges())
                    .allMatch(exchange -> exchange.request().method().equals("GET"));
            assertThat(from.exchanges(NAME)).hasSizeGreaterThan(100);
            assertThat(to.exchanges(NAME)).isEmpty();
        }
        assertThat(exists(target)).isTrue();
    }

    @Test
    @Shows({"--source-profile", "--target-profile"})
    void sourceAndTargetHaveProfilesOfTheirOwn() throws IOException {
        Path file = folder.resolve("credentials");
        Files.writeString(file, """
                [good]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                [bad]
                aws_access_key_id = %s
                aws_secret_access_key = wrong
                """.formatted(Service.S3.key(), Service.S3.secret(), Service.S3.key()));
        Map<String, String> variables = Map.of(
                "AWS_SHARED_CREDENTIALS_FILE", file.toString(), "AWS_ACCESS_KEY_ID", "", "AWS_SECRET_ACCESS_KEY", "");
        String target = target();
        Object[] good = {"convert", Service.SOURCE, target, "--source-profile", "good", "--target-profile", "good"};
        Object[] badSource = {"convert", Service.SOURCE, target, "--source-profile", "bad", "--target-profile", "good"};
        Object[] badTarget = {"convert", Service.SOURCE, target, "--source-profile", "good", "--target-profile", "bad"};
        run(variables, badSource).assertFailed(77, NAME);
        run(variables, badTarget).assertFailed(77, "profile bad");
        assertThat(exists(target)).isFalse();
        successful(variables, good);
    }

    @Test
    @Shows("--anonymous")
    void anonymousReadsAPublicBucketAndWritesWithCredentials() {
        String open = Service.S3.publicBucket().orElse("");
        if (open.isEmpty()) {
            return; // the embedded service has none
        }
        Location source = Location.parse("s3://%s/%s/%s".formatted(open, RUN, NAME));
        upload(source);
        String target = target();
        try (var relay = FaultyServer.before(Service.S3.endpoint())) {
            successful(Map.of(), "convert", source, target, "--anonymous", "--source-endpoint", relay.uri());
            assertThat(relay.exchanges(NAME)).isNotEmpty().allMatch(exchange -> exchange.request()
                    .header("authorization")
                    .isEmpty());
        }
        run(Map.of(), "convert", Service.SOURCE, target(), "--anonymous").assertFailed(77, NAME);
    }

    // --- bad weather

    @Test
    @Shows("--max-retries")
    void failedRequestsAreTriedAgainAsOftenAsAskedFor() {
        try (var relay = FaultyServer.before(Service.S3.endpoint())) {
            relay.with(request -> request.nthOfPath() <= 2 && request.path().contains("b02")
                    ? new Fault.Answer(503, Map.of(), "busy")
                    : Fault.NONE);
            Object[] once = {"convert", Service.SOURCE, target(), "--source-endpoint", relay.uri(), "--max-retries", "0"
            };
            run(Map.of(), once).assertFailed(75, "503");
        }
        try (var relay = FaultyServer.before(Service.S3.endpoint())) {
            relay.with(request -> request.nthOfPath() <= 2 && request.path().contains("b02")
                    ? new Fault.Answer(503, Map.of(), "busy")
                    : Fault.NONE);
            successful(
                    Map.of(),
                    "convert",
                    Service.SOURCE,
                    target(),
                    "--source-endpoint",
                    relay.uri(),
                    "--max-retries",
                    "2");
        }
    }

    /// An outage before the last arrays: nothing is published, and what is finished is not fetched again.
    @Test
    @Shows("--resume")
    void resumeFetchesOnlyWhatIsNotFinished() {
        String target = target();
        try (var relay = FaultyServer.before(Service.S3.endpoint())) {
            relay.with(request -> request.path().matches(".*/quality/mask/r\\d+m/b.*")
                    ? new Fault.Answer(503, Map.of(), "maintenance")
                    : Fault.NONE);
            Object[] arguments = {
                "convert", Service.SOURCE, target, "--source-endpoint", relay.uri(), "--max-retries", "0"
            };
            run(Map.of(), arguments).assertFailed(75, "nothing was published", "--resume", "arrays done");
            assertThat(exists(target)).isFalse();
            relay.with(_ -> Fault.NONE);
            relay.reset();
            successful(Map.of(), "convert", Service.SOURCE, target, "--source-endpoint", relay.uri(), "--resume");
            int resumed = relay.exchanges(NAME).size();
            relay.reset();
            String fresh = target();
            successful(Map.of(), "convert", Service.SOURCE, fresh, "--source-endpoint", relay.uri());
            assertThat(resumed).isLessThan(relay.exchanges(NAME).size() - 20);
            assertThat(sizes(target)).isEqualTo(sizes(fresh));
        }
    }

    private static Map<String, Long> sizes(String place) {
        try (Store store = Stores.open(Location.parse(place), settings())) {
            return store.sizes("").orElseThrow();
        }
    }

    /// The lock of a killed run is held until it expires; a later attempt of the same job need not wait.
    @Test
    @Shows("--job")
    @EnabledOnOs(OS.LINUX)
    void laterAttemptOfTheSameJobTakesTheLockOver() {
        String target = target();
        var child = new AtomicReference<ChildProcess>();
        try (var relay = FaultyServer.before(Service.S3.endpoint())) {
            relay.with(request -> {
                if (request.nth() < 60) {
                    return Fault.NONE;
                }
                while (child.get() == null) {
                    Thread.onSpinWait();
                }
                child.get().signal(Signal.KILL);
                return new Fault.Cut(0);
            });
            try (ChildProcess running = zarrgo(Map.of())
                    .start("convert", PRODUCT.folder(), target, "--target-endpoint", relay.uri(), "--job", "first")) {
                child.set(running);
                running.ended();
            }
        }
        run(Map.of(), "convert", PRODUCT.folder(), target, "--overwrite", "--job", "second")
                .assertFailed(75, "for job first", "expires at");
        successful(Map.of(), "convert", PRODUCT.folder(), target, "--overwrite", "--job", "first");
    }

    // --- steps before and after

    private static Object[] staging(Path outputs, String url, Object... further) {
        List<Object> words = new java.util.ArrayList<>(List.of(
                "stage",
                "--source-url",
                url,
                "--collection",
                "c",
                "--dest-bucket",
                Service.S3.bucket(),
                "--dest-prefix",
                RUN + "/source-cache",
                "--namespace",
                "ns",
                "--output-dir",
                outputs));
        words.addAll(List.of(further));
        return words.toArray();
    }

    private static String httpSource() {
        return "%s/%s/%s".formatted(Service.S3.endpoint(), Service.SOURCE.bucket(), Service.SOURCE.key());
    }

    /// Credentials of the provider's bucket.
    private static Map<String, String> provider() {
        return Map.of("EODC_ACCESS_KEY_ID", Service.S3.key(), "EODC_SECRET_ACCESS_KEY", Service.S3.secret());
    }

    @Test
    void stagedCopyIsConvertedAndRemoved() throws IOException {
        String host = Service.S3.endpoint().getHost();
        successful(provider(), staging(folder, httpSource(), "--copyable-hosts", host));
        String copy = Files.readString(folder.resolve("convert_source_url"));
        assertThat(copy).isEqualTo("s3://%s/%s/source-cache/ns/c/%s".formatted(Service.S3.bucket(), RUN, ID));
        assertThat(folder.resolve("staged")).hasContent("true");
        assertThat(sizes(copy)).isEqualTo(sizes(Service.SOURCE.toString()));
        successful(Map.of(), "convert", copy, folder.resolve("out.zarr"), "--level", "L2A");
        successful(provider(), staging(folder, httpSource(), "--mode", "cleanup"));
        assertThat(sizes(copy)).isEmpty();
    }

    @Test
    void otherHostsAreReadWhereTheyAre() {
        successful(Map.of(), staging(folder, NOWHERE + "/bucket/" + NAME));
        assertThat(folder.resolve("convert_source_url")).hasContent(NOWHERE + "/bucket/" + NAME);
        assertThat(folder.resolve("staged")).hasContent("false");
    }

    @Test
    void failedCopyTellsTheWorkflowNothing() {
        String host = Service.S3.endpoint().getHost();
        // Without the provider's credentials the private bucket is closed.
        run(Map.of(), staging(folder, httpSource(), "--copyable-hosts", host)).assertFailed(77, NAME);
        assertThat(folder).isEmptyDirectory();
        run(provider(), staging(folder, httpSource() + "x/none.zarr", "--copyable-hosts", host))
                .assertFailed(66, "none.zarr");
        assertThat(folder).isEmptyDirectory();
    }

    /// P26: the same steps in one process, from an item to an item.
    @Test
    void runStagesConvertsAndRegisters() throws IOException {
        Path item = folder.resolve("item.json");
        Files.writeString(item, """
                {"type": "Feature", "stac_version": "1.1.0", "id": "%s", "geometry": null, "links": [],
                 "properties": {"datetime": "2025-10-08T10:00:41Z"},
                 "assets": {"product": {"href": "%s", "type": "application/vnd.zarr", "roles": ["data"]}}}
                """.formatted(ID, httpSource()));
        Path store = folder.resolve(NAME);
        Invocation done = run(
                provider(),
                "run",
                item,
                store,
                "--collection",
                "sentinel-2-l2a",
                "--catalog",
                folder.resolve("catalog"),
                "--stage-bucket",
                Service.S3.bucket(),
                "--namespace",
                RUN.replace('/', '-'),
                "--copyable-hosts",
                Service.S3.endpoint().getHost(),
                "--convert-option=--encoding=codec",
                "--register-option=--create-collection");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out()).contains("were copied", "done in", "created sentinel-2-l2a", "objects removed");
        assertThat(Invocation.successful("validate", store, "--source", PRODUCT.folder())
                        .out())
                .contains("0 errors");
        assertThat(Files.readString(store.resolve("zarr.json"))).contains(item.toString());
    }
}
