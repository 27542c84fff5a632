package dev.zarrgo.converter.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Threads that wait, for a network for example, end when the run does.
@Timeout(60)
class InterruptionTest {

    private static final int THREADS = 4;

    private record Context() implements WorkerContext {
        @Override
        public void close() {
            // Nothing.
        }
    }

    /// A job of one step, which is `action`.
    private record Once(Runnable action, AtomicInteger steps) implements Job<Context> {

        static Once of(Runnable action) {
            return new Once(action, new AtomicInteger());
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public List<Task<Context>> step(Context context) {
            action.run();
            steps.incrementAndGet();
            return List.of();
        }

        @Override
        public boolean isFinished() {
            return steps.get() > 0;
        }

        @Override
        public void close() {
            // Nothing.
        }
    }

    private static void waitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException interrupted) {
            throw new InterruptedRunException(FailureCode.INTERRUPTED, "interrupted", null, interrupted);
        }
    }

    @Test
    void requestEndsWorkersThatWait() {
        var cancellation = new Cancellation();
        var started = new CountDownLatch(THREADS);
        List<Once> jobs = IntStream.range(0, THREADS)
                .mapToObj(_ -> Once.of(() -> {
                    started.countDown();
                    waitForever();
                }))
                .toList();
        Thread.ofVirtual().start(() -> {
            try {
                started.await();
            } catch (InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
            cancellation.request();
        });
        assertThatThrownBy(() -> Workers.run(jobs, THREADS, Context::new, cancellation))
                .isInstanceOf(InterruptedRunException.class);
        assertThat(Thread.currentThread().isInterrupted())
                .as("free to clean up")
                .isFalse();
    }

    @Test
    void failureEndsWorkersThatWait() {
        var started = new CountDownLatch(THREADS - 1);
        List<Once> jobs = IntStream.range(0, THREADS)
                .mapToObj(i -> Once.of(() -> {
                    if (i < THREADS - 1) {
                        started.countDown();
                        waitForever();
                    }
                    while (started.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    throw new IllegalStateException("broken");
                }))
                .toList();
        assertThatThrownBy(() -> Workers.run(jobs, THREADS, Context::new, new Cancellation()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void failureEndsTasksThatWait() {
        assertThatThrownBy(() -> Tasks.forEach(List.of(1, 2, 3), 3, item -> {
                    if (item < 3) {
                        waitForever();
                    }
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
    }

    @Test
    void interruptionOfTheCallerEndsTasksThatWait() {
        Thread caller = Thread.currentThread();
        assertThatThrownBy(() -> Tasks.forEach(List.of(1, 2), 2, item -> {
                    if (item == 2) {
                        caller.interrupt();
                    }
                    waitForever();
                }))
                .isInstanceOf(InterruptedRunException.class);
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    }

    @Test
    void scopeOfACancellationLeavesNoInterruption() {
        var cancellation = new Cancellation();
        cancellation.request();
        try (var _ = cancellation.interrupting()) {
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        cancellation.request();
        assertThat(Thread.currentThread().isInterrupted())
                .as("out of the scope")
                .isFalse();
    }
}
