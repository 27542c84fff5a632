package dev.zarrgo.converter.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs the attempts of a layer on all processors and watches each: it has to end, within its memory, and
/// with nothing but what it may throw.
///
/// A case is decided by the seed, the layer and its number alone, whatever thread runs it. System
/// properties: `fuzz.cases` for all layers together, `fuzz.seed`, and `fuzz.case` for a single one.
final class Fuzzer {

    private static final int CASES = Integer.getInteger("fuzz.cases", 12_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int ONLY = Integer.getInteger("fuzz.case", -1);

    /// Many times what the slowest case takes on a busy machine.
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /// Cases among which some are accepted and some refused.
    private static final int MEANINGFUL = 100;

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String name;
    private final int cases;
    private final AtomicInteger next = new AtomicInteger(Math.max(0, ONLY));
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final LongAccumulator mostBytes = new LongAccumulator(Long::max, 0);
    private final LongAccumulator mostNanos = new LongAccumulator(Long::max, 0);
    private final AtomicReference<@Nullable AssertionError> failure = new AtomicReference<>();

    private Fuzzer(String name, int cases) {
        this.name = name;
        this.cases = cases;
    }

    /// Runs a share of all cases.
    ///
    /// @param name of the layer, and of the test method that runs it
    /// @param layers makes one for each thread
    /// @throws AssertionError for the first case that goes wrong; it says how to run that case alone
    static void run(String name, double share, Supplier<? extends Layer> layers) {
        new Fuzzer(name, Math.toIntExact(Math.round(CASES * share))).run(layers);
    }

    private void run(Supplier<? extends Layer> layers) {
        long start = System.nanoTime();
        int threads = ONLY >= 0 ? 1 : Runtime.getRuntime().availableProcessors();
        var done = new CountDownLatch(threads);
        var workers = new ArrayList<Worker>();
        for (int i = 0; i < threads; i++) {
            var worker = new Worker(done);
            workers.add(worker);
            worker.thread = Thread.ofPlatform().daemon().name("fuzz-" + i).start(() -> worker.work(layers));
        }
        await(done, workers);
        AssertionError broken = failure.get();
        if (broken != null) {
            throw broken;
        }
        System.out.printf(
                "fuzz %s: %,d cases of seed %d in %.1f s, %,d accepted, %,d refused, at most %,d ms and %,d kB each%n",
                name,
                accepted.get() + refused.get(),
                SEED,
                (System.nanoTime() - start) / 1e9,
                accepted.get(),
                refused.get(),
                mostNanos.get() / 1_000_000,
                mostBytes.get() >> 10);
        if (cases >= MEANINGFUL && ONLY < 0 && (accepted.get() == 0 || refused.get() == 0)) {
            throw new AssertionError("all cases of %s came out the same: they test nothing".formatted(name));
        }
    }

    private void await(CountDownLatch done, List<Worker> workers) {
        try {
            while (!done.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                for (Worker worker : workers) {
                    worker.checkDeadline();
                }
                if (failure.get() != null && !done.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                    return; // what hangs cannot be ended, and must not keep the failure back
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /// The number that a case's random numbers start from.
    private long start(int number) {
        long mixed = SEED * 0x9E3779B97F4A7C15L + name.hashCode();
        return (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L + number * 0x94D049BB133111EBL;
    }

    private record Running(int number, Attempt attempt, long since) {}

    private final class Worker {
        private final CountDownLatch done;
        private volatile @Nullable Running running;
        private @Nullable Thread thread;

        Worker(CountDownLatch done) {
            this.done = done;
        }

        void work(Supplier<? extends Layer> layers) {
            int end = ONLY >= 0 ? ONLY + 1 : cases;
            int number = -1;
            try (Layer layer = layers.get()) {
                for (number = next.getAndIncrement();
                        number < end && failure.get() == null;
                        number = next.getAndIncrement()) {
                    run(number, layer);
                }
            } catch (Throwable broken) {
                fail(number, Map.of(), broken);
            } finally {
                done.countDown();
            }
        }

        private void run(int number, Layer layer) {
            Attempt attempt = layer.attempt(new Random(start(number)));
            long since = System.nanoTime();
            running = new Running(number, attempt, since);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                (attempt.run() ? accepted : refused).incrementAndGet();
            } catch (Throwable broken) {
                fail(number, attempt.input(), broken);
            }
            long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            mostNanos.accumulate(System.nanoTime() - since);
            running = null;
            mostBytes.accumulate(bytes);
            if (bytes > attempt.maxBytes()) {
                fail(
                        number,
                        attempt.input(),
                        new AssertionError("allocated %,d bytes, %,d are enough".formatted(bytes, attempt.maxBytes())));
            }
        }

        void checkDeadline() {
            Running current = running;
            Thread hanging = thread;
            if (current != null && hanging != null && System.nanoTime() - current.since() > DEADLINE.toNanos()) {
                var stuck = new AssertionError("does not end within " + DEADLINE.toSeconds() + " s");
                stuck.setStackTrace(hanging.getStackTrace());
                fail(current.number(), current.attempt().input(), stuck);
            }
        }
    }

    private void fail(int number, Map<String, byte[]> input, Throwable broken) {
        if (failure.get() == null) {
            Path folder = save(number, input, broken);
            String message =
                    "%s, case %d: %s; its input is in %s; to run it alone: -Dtest=FuzzTest#%s -Dfuzz.seed=%d -Dfuzz.case=%d"
                            .formatted(name, number, broken, folder, name, SEED, number);
            failure.compareAndSet(null, new AssertionError(message, broken));
        }
    }

    private Path save(int number, Map<String, byte[]> input, Throwable broken) {
        Path folder = Path.of(System.getProperty("basedir", "."), "target", "fuzz")
                .resolve("%s-%d-%d".formatted(name, SEED, number))
                .toAbsolutePath();
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, byte[]> file : input.entrySet()) {
                Files.write(folder.resolve(file.getKey().replaceAll("[^A-Za-z0-9._-]", "_")), file.getValue());
            }
            var trace = new StringWriter();
            broken.printStackTrace(new PrintWriter(trace));
            Files.writeString(folder.resolve("failure.txt"), trace.toString());
        } catch (IOException unsaved) {
            broken.addSuppressed(unsaved);
        }
        return folder;
    }
}
