package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Access;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.S3Service;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.testkit.ChildProcess;
import dev.zarrgo.testkit.ChildProcess.Ended;
import dev.zarrgo.testkit.ChildProcess.Signal;
import dev.zarrgo.testkit.EnabledIfS3;
import dev.zarrgo.testkit.Fault;
import dev.zarrgo.testkit.FaultyServer;
import dev.zarrgo.testkit.JavaProgram;
import dev.zarrgo.testkit.S3Server;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A conversion to a bucket that is killed, before one of its requests or at any moment, leaves the old
/// store, no store, or the new one; and another run finishes with the same bytes (rules X3, R81 to R84).
///
/// A server in front of the bucket counts requests and kills the process that sends them. By default some
/// requests are chosen by chance, `-Dkill.all=true` takes them all; `-Dkill.seed=N` repeats a choice.
@EnabledIfS3
@EnabledOnOs(OS.LINUX)
class KillS3IT {

    private static final boolean ALL = Boolean.getBoolean("kill.all");
    private static final long SEED = Long.getLong("kill.seed", new Random().nextLong());

    /// Kills of each kind, unless all are asked for.
    private static final int KILLS = Integer.getInteger("kill.count", 34);

    private static final int AT_ONCE = 3;

    private static final TestProduct PRODUCT = TestProduct.sample("L1C", 2, TestProduct.SMALL);

    private static final class Service {
        private static final S3Server S3 = S3Server.installed();
    }

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Map<String, String> expected;

    @BeforeAll
    static void convertUndisturbed() {
        System.out.printf("kill.seed=%d%n", SEED);
        try (var run = new Run()) {
            run.finish();
            expected = run.digests("");
            assertThat(expected).containsKey("zarr.json").hasSizeGreaterThan(100);
        }
    }

    /// One target of its own, behind a server of its own.
    private static final class Run implements AutoCloseable {
        private final String prefix = "kill/" + UUID.randomUUID();
        private final FaultyServer server = FaultyServer.before(Service.S3.endpoint());
        private final String target = "s3://%s/%s/out.zarr".formatted(Service.S3.bucket(), prefix);

        ChildProcess start(URI endpoint, Object... options) {
            var words = new ArrayList<Object>(List.of("convert", PRODUCT.folder(), target, "--job", "kill"));
            words.addAll(List.of(options));
            return JavaProgram.zarrgo()
                    .withEnvironment(Map.of(
                            "AWS_ENDPOINT_URL", endpoint.toString(),
                            "AWS_ACCESS_KEY_ID", Service.S3.key(),
                            "AWS_SECRET_ACCESS_KEY", Service.S3.secret(),
                            "AWS_REGION", "us-east-1",
                            "AWS_EC2_METADATA_DISABLED", "true"))
                    .start(words.toArray());
        }

        /// Converts, undisturbed.
        Ended finish(Object... options) {
            try (ChildProcess child = start(Service.S3.endpoint(), options)) {
                Ended ended = child.ended();
                assertThat(ended.exitCode()).as(ended.err()).isZero();
                return ended;
            }
        }

        /// Converts and is killed before request number `request`, if it sends so many.
        void killedBefore(int request, Object... options) {
            var child = new AtomicReference<ChildProcess>();
            server.with(asked -> {
                if (asked.nth() < request) {
                    return Fault.NONE;
                }
                while (child.get() == null) {
                    Thread.onSpinWait();
                }
                child.get().signal(Signal.KILL);
                return new Fault.Cut(0);
            });
            try (ChildProcess running = start(server.uri(), options)) {
                child.set(running);
                running.ended();
            }
        }

        void killedAfter(Duration time, Object... options) throws InterruptedException {
            try (ChildProcess running = start(Service.S3.endpoint(), options)) {
                Thread.sleep(time);
                running.signal(Signal.KILL);
                running.ended();
            }
        }

        /// How many requests a conversion sends.
        int requests(Object... options) {
            try (ChildProcess running = start(server.uri(), options)) {
                assertThat(running.ended().exitCode()).isZero();
            }
            return server.exchanges().size();
        }

        /// The SHA-256 of every object below the target, with something added to its name, by key.
        Map<String, String> digests(String added) {
            var digests = new TreeMap<String, String>();
            try (Store store = open(target + added)) {
                store.sizes("")
                        .orElseThrow()
                        .forEach((key, size) -> digests.put(
                                key,
                                store.read(key, Math.toIntExact(size))
                                        .map(KillS3IT::digest)
                                        .orElse("gone")));
            } catch (UnusableSourceException _) {
                return digests;
            }
            return digests;
        }

        /// Everything beside the target that belongs to it.
        List<String> leftovers() {
            try (Store store = open("s3://%s/%s".formatted(Service.S3.bucket(), prefix))) {
                return store.sizes("").orElseThrow().keySet().stream()
                        .filter(key -> !key.startsWith("out.zarr/"))
                        .toList();
            }
        }

        private static Store open(String location) {
            var service = S3Service.DEFAULT
                    .withEndpoint(Service.S3.endpoint().toString())
                    .with(new Access.Keys(Service.S3.key(), Service.S3.secret(), Optional.empty()));
            return Stores.open(Location.parse(location), StoreSettings.DEFAULT.with(service));
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Which requests to be killed before, of `count`.
    private static List<Integer> chosen(int count, Random random) {
        var all = new ArrayList<Integer>();
        for (int i = 1; i <= count; i++) {
            all.add(i);
        }
        if (ALL || count <= KILLS) {
            return all;
        }
        // The last ones publish.
        var some = new ArrayList<>(all.subList(count - KILLS / 3, count));
        while (some.size() < KILLS) {
            some.add(1 + random.nextInt(count));
        }
        return some;
    }

    private static void sideBySide(List<Callable<Void>> cases) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Void> done : threads.invokeAll(cases)) {
                done.get();
            }
        }
    }

    private static Object finishing(int number) {
        return number % 2 == 0 ? "--resume" : "--overwrite";
    }

    private static void assertFinished(Run run) {
        assertThat(run.digests("")).isEqualTo(expected);
        assertThat(run.leftovers()).isEmpty();
    }

    /// There is no store, or all of it.
    private static void assertNoHalf(Run run) {
        Map<String, String> found = run.digests("");
        if (found.containsKey("zarr.json")) {
            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void newStoreIsAbsentOrCompleteAndAnotherRunFinishesIt() throws Exception {
        int count;
        try (var run = new Run()) {
            count = run.requests();
        }
        var cases = new ArrayList<Callable<Void>>();
        for (int request : chosen(count, new Random(SEED))) {
            cases.add(() -> {
                try (var run = new Run()) {
                    run.killedBefore(request);
                    assertNoHalf(run);
                    run.finish(finishing(request));
                    assertFinished(run);
                }
                return null;
            });
        }
        sideBySide(cases);
    }

    @Test
    void replacementLeavesTheOldStoreNoneOrTheNewOne() throws Exception {
        Object[] replacing = {"--overwrite"};
        int count;
        try (var run = new Run()) {
            run.finish("--encoding", "float32");
            count = run.requests(replacing);
        }
        var cases = new ArrayList<Callable<Void>>();
        for (int request : chosen(count, new Random(SEED + 1))) {
            cases.add(() -> {
                try (var run = new Run()) {
                    run.finish("--encoding", "float32");
                    Map<String, String> old = run.digests("");
                    run.killedBefore(request, replacing);
                    Map<String, String> found = run.digests("");
                    if (found.containsKey("zarr.json")) {
                        assertThat(found.equals(old) || found.equals(expected))
                                .as("before request %d", request)
                                .isTrue();
                    }
                    // What is not finished yet is the old store, which --resume alone would not replace.
                    run.finish(replacing);
                    assertFinished(run);
                }
                return null;
            });
        }
        sideBySide(cases);
    }

    @Test
    void anyMomentWillDo() throws Exception {
        var random = new Random(SEED + 2);
        var cases = new ArrayList<Callable<Void>>();
        for (int i = 0; i < KILLS; i++) {
            Duration time = Duration.ofMillis(300 + random.nextInt(1500));
            int number = i;
            cases.add(() -> {
                try (var run = new Run()) {
                    run.killedAfter(time);
                    assertNoHalf(run);
                    run.finish(finishing(number));
                    assertFinished(run);
                }
                return null;
            });
        }
        sideBySide(cases);
    }
}
