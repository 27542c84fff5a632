package dev.zarrgo.converter.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.InterruptedRunException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Jobs run to their end on any number of threads, or all of them end with the first failure.
@Timeout(60)
class WorkersTest {

    /// A context that says whether it is in use.
    private class Context implements WorkerContext {
        private final AtomicInteger users = new AtomicInteger();

        void use(Runnable work) {
            assertThat(users.incrementAndGet()).as("threads in one context").isEqualTo(1);
            work.run();
            users.decrementAndGet();
        }

        @Override
        public void close() {
            closedContexts.incrementAndGet();
        }
    }

    private final AtomicReference<Thread> waiter = new AtomicReference<>(Thread.currentThread());
    private final AtomicInteger closedContexts = new AtomicInteger();
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final Set<CountedJob> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger mostOpen = new AtomicInteger();

    private final AtomicInteger endless = new AtomicInteger();

    /// Ends with an interruption only.
    private final class EndlessJob extends CountedJob {
        EndlessJob(String name) {
            super(name, 1, 0);
        }

        @Override
        public List<Task<Context>> step(Context context) {
            endless.incrementAndGet();
            await(new CountDownLatch(1));
            return List.of();
        }
    }

    /// So many steps that leave so many tasks each.
    private class CountedJob implements Job<Context> {
        private final String name;
        private final int steps;
        private final int tasks;
        private final AtomicInteger inside = new AtomicInteger();
        private int next;
        private int closed;

        CountedJob(String name, int steps, int tasks) {
            this.name = name;
            this.steps = steps;
            this.tasks = tasks;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public List<Task<Context>> step(Context context) {
            open.add(this);
            mostOpen.accumulateAndGet(open.size(), Math::max);
            assertThat(inside.incrementAndGet()).as("threads in one job").isEqualTo(1);
            int step = next++;
            context.use(() -> done.add("%s %d".formatted(name, step)));
            inside.decrementAndGet();
            if (isFinished()) {
                open.remove(this);
            }
            return IntStream.range(0, tasks)
                    .<Task<Context>>mapToObj(
                            task -> inner -> inner.use(() -> done.add("%s %d.%d".formatted(name, step, task))))
                    .toList();
        }

        @Override
        public boolean isFinished() {
            return next == steps;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private void run(List<? extends CountedJob> jobs, int threads, Cancellation cancellation) {
        Workers.run(jobs, threads, Context::new, cancellation);
    }

    private List<CountedJob> jobs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new CountedJob("job" + i, 1 + i % 4, i % 3))
                .toList();
    }

    private static Thread[] workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("worker-"))
                .toArray(Thread[]::new);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyStepAndTaskIsDoneOnce(int threads) {
        List<CountedJob> jobs = jobs(25);
        run(jobs, threads, new Cancellation());
        var expected = new ArrayList<String>();
        for (CountedJob job : jobs) {
            for (int step = 0; step < job.steps; step++) {
                expected.add("%s %d".formatted(job.name, step));
                for (int task = 0; task < job.tasks; task++) {
                    expected.add("%s %d.%d".formatted(job.name, step, task));
                }
            }
        }
        assertThat(done).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(jobs).allMatch(job -> job.closed == 1);
        assertThat(closedContexts).hasValue(threads);
        assertThat(workers()).as("no thread outlives its run").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void noMoreJobsAreOpenThanThereAreThreads(int threads) {
        run(jobs(30), threads, new Cancellation());
        assertThat(mostOpen.get()).isLessThanOrEqualTo(threads);
    }

    /// What a step leaves behind is done before the next step adds more, and the first job comes first.
    @Test
    void oneThreadWorksInOrder() {
        run(List.of(new CountedJob("a", 2, 2), new CountedJob("b", 1, 1)), 1, new Cancellation());
        assertThat(done).containsExactly("a 0", "a 0.0", "a 0.1", "a 1", "a 1.0", "a 1.1", "b 0", "b 0.0");
    }

    @Test
    void noJobsAreNoWork() {
        run(List.of(), 3, new Cancellation());
        assertThat(closedContexts).hasValue(3);
    }

    // --- failures

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void firstFailureEndsAllAndIsThrown(int threads) {
        var jobs = new ArrayList<CountedJob>(jobs(3));
        var broken = new IllegalStateException("broken");
        jobs.add(new CountedJob("broken", 2, 0) {
            @Override
            public List<Task<Context>> step(Context context) {
                throw broken;
            }
        });
        IntStream.range(0, 200).forEach(i -> jobs.add(new EndlessJob("behind " + i)));
        assertThatThrownBy(() -> run(jobs, threads, new Cancellation())).isSameAs(broken);
        assertThat(jobs).as("closed once each").allMatch(job -> job.closed == 1);
        assertThat(endless).as("jobs that others were in").hasValueLessThan(threads);
        assertThat(closedContexts).hasValue(threads);
        assertThat(workers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void failureOfATaskIsOneOfAll(int threads) {
        var exhausted = new OutOfMemoryError("as if");
        var job = new CountedJob("a", 1, 0) {
            @Override
            public List<Task<Context>> step(Context context) {
                super.step(context);
                return List.of(_ -> {
                    throw exhausted;
                });
            }
        };
        assertThatThrownBy(() -> run(List.of(job), threads, new Cancellation())).isSameAs(exhausted);
    }

    /// An exhausted heap often shows first where a worker takes its buffers.
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void failureToMakeAContextEndsAll(int threads) {
        List<CountedJob> jobs = jobs(5);
        assertThatThrownBy(() -> Workers.run(
                        jobs,
                        threads,
                        () -> {
                            throw new OutOfMemoryError("as if");
                        },
                        new Cancellation()))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(jobs).allMatch(job -> job.closed == 1);
    }

    @Test
    void failuresToCloseAreNotLost() {
        var first = new CountedJob("a", 1, 0) {
            @Override
            public void close() {
                throw new IllegalStateException("first");
            }
        };
        var second = new CountedJob("b", 1, 0) {
            @Override
            public void close() {
                throw new IllegalStateException("second");
            }
        };
        assertThatThrownBy(() -> run(List.of(first, second), 2, new Cancellation()))
                .hasMessage("first")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("second"));
    }

    @Test
    void jobsThatWaitForNothingAreABug() {
        var never = new CountedJob("a", 1, 0) {
            @Override
            public boolean isReady() {
                return false;
            }
        };
        assertThatThrownBy(() -> run(List.of(never), 2, new Cancellation()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("1 jobs wait for nothing");
    }

    // --- cancellation

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void cancellationEndsBetweenPiecesOfWork(int threads) {
        var cancellation = new Cancellation();
        var jobs = new ArrayList<CountedJob>();
        jobs.add(new CountedJob("a", 1, 0) {
            @Override
            public List<Task<Context>> step(Context context) {
                cancellation.request();
                return super.step(context);
            }
        });
        IntStream.range(0, 500).forEach(i -> jobs.add(new EndlessJob("behind " + i)));
        assertThatThrownBy(() -> run(jobs, threads, cancellation)).isInstanceOf(InterruptedRunException.class);
        assertThat(done).as("the piece of work that asked for it").containsExactly("a 0");
        assertThat(endless).as("jobs that others were in").hasValueLessThan(threads);
        assertThat(jobs).allMatch(job -> job.closed == 1);
        assertThat(workers()).isEmpty();
    }

    @Test
    void cancelledBeforeItBeginsDoesNothing() {
        var cancellation = new Cancellation();
        cancellation.request();
        assertThatThrownBy(() -> run(jobs(5), 2, cancellation)).isInstanceOf(InterruptedRunException.class);
        assertThat(done).isEmpty();
    }

    // --- waiting

    /// A thread with nothing to do says what it waited for (rule M11).
    @ParameterizedTest
    @EnumSource(Wait.class)
    void waitsHaveTheReasonOfTheFirstJobThatIsNotReady(Wait reason) {
        List<Wait> waits = Collections.synchronizedList(new ArrayList<>());
        var bothInside = new CountDownLatch(1);
        var working = new CountedJob("working", 1, 0) {
            @Override
            public List<Task<Context>> step(Context context) {
                // Goes on when the other thread is about to wait, and a little after that.
                await(bothInside);
                spinUntilIdle(Objects.requireNonNull(waiter.get()));
                return super.step(context);
            }
        };
        var late = new CountedJob("late", 1, 0) {
            @Override
            public boolean isReady() {
                waiter.set(Thread.currentThread());
                bothInside.countDown();
                return working.isFinished();
            }

            @Override
            public Wait waitsFor() {
                return reason;
            }
        };
        Workers.run(
                List.of(working, late),
                2,
                () -> new Context() {
                    @Override
                    public void waited(Wait wait, long start, long end) {
                        assertThat(end).isGreaterThanOrEqualTo(start);
                        waits.add(wait);
                    }
                },
                new Cancellation());
        assertThat(waits).startsWith(reason);
        // While the late job runs there is nothing left to wait for but its end.
        assertThat(waits.subList(1, waits.size())).allMatch(Wait.WORK::equals);
        assertThat(done).containsExactly("working 0", "late 0");
    }

    /// What it awaits may need memory that others hold, who wait as well: then it goes on by itself.
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void jobsThatAllAwaitSomethingGoOn(int threads) {
        var never = IntStream.range(0, 4)
                .mapToObj(i -> new CountedJob("job" + i, 2, 1) {
                    @Override
                    public boolean isReady() {
                        return false;
                    }

                    @Override
                    public boolean isAwaiting() {
                        return true;
                    }
                })
                .toList();
        run(never, threads, new Cancellation());
        assertThat(done).hasSize(16);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void spinUntilIdle(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
