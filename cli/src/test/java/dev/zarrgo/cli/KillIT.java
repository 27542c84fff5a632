package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.testkit.ChildProcess;
import dev.zarrgo.testkit.ChildProcess.Signal;
import dev.zarrgo.testkit.JavaProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A conversion to a local folder that is killed at any moment leaves the old store, no store, or the new
/// one; and another run finishes with the same bytes (rules X3, R81 to R84).
///
/// `-Dkill.count=N` kills more often, `-Dkill.seed=N` repeats the moments.
@EnabledOnOs(OS.LINUX)
class KillIT {

    private static final long SEED = Long.getLong("kill.seed", new Random().nextLong());
    private static final int KILLS = Integer.getInteger("kill.count", 50);
    private static final int AT_ONCE = 3;

    /// From before the first file to after the last one.
    private static final int EARLIEST_MILLIS = 150;

    private static final int LATEST_MILLIS = 1500;

    private static final TestProduct PRODUCT = TestProduct.sample("L2A", 2, TestProduct.SMALL);

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Map<String, String> expected;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Map<String, String> old;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @BeforeAll
    static void convertUndisturbed(@TempDir Path shared) {
        System.out.printf("kill.seed=%d%n", SEED);
        expected = converted(shared.resolve("new.zarr"));
        old = converted(shared.resolve("old.zarr"), "--encoding", "float32");
    }

    private static Map<String, String> converted(Path target, Object... options) {
        Invocation.successful(arguments(target, options));
        return new StoreFolder(target).digests();
    }

    private static Object[] arguments(Path target, Object... options) {
        return Stream.concat(Stream.of("convert", PRODUCT.folder(), target), Stream.of(options))
                .toArray();
    }

    private static void killed(Path target, int millis, Object... options) throws InterruptedException {
        try (ChildProcess child = JavaProgram.zarrgo().start(arguments(target, options))) {
            Thread.sleep(millis);
            child.signal(Signal.KILL);
            child.ended();
        }
    }

    private static Map<String, String> found(Path target) {
        return Files.exists(target) ? new StoreFolder(target).digests() : Map.of();
    }

    private static void assertFinished(Path target) throws Exception {
        assertThat(new StoreFolder(target).digests()).isEqualTo(expected);
        try (Stream<Path> names = Files.list(target.resolveSibling(""))) {
            assertThat(names).containsExactly(target);
        }
    }

    private void sideBySide(Case body) throws Exception {
        var random = new Random(SEED);
        var cases = new ArrayList<Callable<Void>>();
        for (int i = 0; i < KILLS; i++) {
            int number = i;
            int millis = EARLIEST_MILLIS + random.nextInt(LATEST_MILLIS - EARLIEST_MILLIS);
            cases.add(() -> {
                Path target =
                        Files.createDirectory(folder.resolve("run" + number)).resolve("out.zarr");
                body.run(number, target, millis);
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Void>> ended = threads.invokeAll(cases);
            for (Future<Void> one : ended) {
                one.get();
            }
        }
    }

    private interface Case {
        void run(int number, Path target, int millis) throws Exception;
    }

    @Test
    void newStoreIsAbsentOrCompleteAndAnotherRunFinishesIt() throws Exception {
        sideBySide((number, target, millis) -> {
            killed(target, millis);
            Map<String, String> left = found(target);
            if (left.containsKey("zarr.json")) {
                assertThat(left).as("after %d ms", millis).isEqualTo(expected);
            }
            Invocation.successful(arguments(target, number % 2 == 0 ? "--resume" : "--overwrite"));
            assertFinished(target);
        });
    }

    @Test
    void replacementLeavesTheOldStoreOrTheNewOne() throws Exception {
        sideBySide((_, target, millis) -> {
            Invocation.successful(arguments(target, "--encoding", "float32"));
            killed(target, millis, "--overwrite");
            assertThat(found(target)).as("after %d ms", millis).isIn(old, expected);
            Invocation.successful(arguments(target, "--overwrite"));
            assertFinished(target);
        });
    }
}
