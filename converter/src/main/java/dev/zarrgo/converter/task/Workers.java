package dev.zarrgo.converter.task;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs jobs on a fixed number of threads, one context each.
///
/// A free thread takes a waiting task first, else a step of the first job in the list that is ready and
/// that no other thread is in. So the jobs at the front advance together, no more of them are open than
/// there are threads, and the tasks that a step leaves behind are done before the next one adds more. The
/// first failure ends all and is thrown; threads that wait are interrupted.
///
/// @param <C> the context of a thread
public final class Workers<C extends WorkerContext> {

    /// After this time without anything to do, the first job that awaits something goes on and waits for it
    /// itself: what it awaits may need the memory that others hold.
    private static final long PATIENCE_NANOS = 200_000_000;

    private final List<Job<C>> jobs;
    private final Cancellation cancellation;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Job<C>> waiting;
    private final Deque<Job.Task<C>> tasks = new ArrayDeque<>();
    private final Set<Thread> working = new HashSet<>();
    private int busy;
    private @Nullable Throwable failure;

    private Workers(List<? extends Job<C>> jobs, Cancellation cancellation) {
        this.jobs = List.copyOf(jobs);
        this.waiting = new ArrayList<>(jobs);
        this.cancellation = cancellation;
    }

    /// Runs all jobs to their end and closes them.
    ///
    /// @param threads at least 1; the calling thread is one of them
    public static <C extends WorkerContext> void run(
            List<? extends Job<C>> jobs, int threads, Supplier<C> context, Cancellation cancellation) {
        run(jobs, threads, context, new Wakeup(), cancellation);
    }

    /// Runs all jobs to their end and closes them; some of them may wait for what happens elsewhere.
    ///
    /// @param threads at least 1; the calling thread is one of them
    /// @param wakeup to be called when such a job may have become ready
    public static <C extends WorkerContext> void run(
            List<? extends Job<C>> jobs, int threads, Supplier<C> context, Wakeup wakeup, Cancellation cancellation) {
        var workers = new Workers<>(jobs, cancellation);
        wakeup.connect(workers::lookAgain);
        workers.run(threads, context);
    }

    private void lookAgain() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run(int threads, Supplier<C> context) {
        var others = new ArrayList<Thread>();
        for (int i = 1; i < threads; i++) {
            others.add(Thread.ofPlatform().name("worker-" + i).daemon().start(() -> work(context)));
        }
        work(context);
        others.forEach(Threads::join);
        for (Job<C> job : jobs) {
            try {
                job.close();
            } catch (RuntimeException broken) {
                fail(broken);
            }
        }
        if (failure != null) {
            cancellation.check();
        }
        Threads.rethrow(failure);
    }

    private void work(Supplier<C> supplier) {
        enter();
        try (C context = supplier.get();
                var _ = cancellation.interrupting()) {
            for (Work<C> work = next(context); work != null; work = next(context)) {
                work.task.run(context);
                done(work);
            }
        } catch (InterruptedException interrupted) {
            fail(new InterruptedRunException(FailureCode.INTERRUPTED, "interrupted", null, interrupted));
        } catch (Throwable broken) {
            fail(broken);
        } finally {
            leave();
        }
    }

    private void enter() {
        lock.lock();
        try {
            working.add(Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    /// A thread that was told to end by a failure is free of that when it has ended.
    private void leave() {
        lock.lock();
        try {
            working.remove(Thread.currentThread());
            if (failure != null) {
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }

    /// A task, or the step of a job as one.
    private static final class Work<C extends WorkerContext> {
        final Job.Task<C> task;
        final @Nullable Job<C> job;
        List<Job.Task<C>> result = List.of();

        Work(Job.Task<C> task) {
            this.task = task;
            this.job = null;
        }

        Work(Job<C> job) {
            this.job = job;
            this.task = context -> result = job.step(context);
        }
    }

    private @Nullable Work<C> next(C context) throws InterruptedException {
        boolean patient = true;
        lock.lockInterruptibly();
        try {
            while (true) {
                cancellation.check();
                if (failure != null) {
                    return null;
                }
                Job.Task<C> task = tasks.poll();
                if (task != null) {
                    busy++;
                    return new Work<>(task);
                }
                Job<C> job = firstReady();
                if (job == null && busy == 0 && !patient) {
                    job = firstAwaiting();
                }
                if (job != null) {
                    busy++;
                    waiting.remove(job);
                    return new Work<>(job);
                }
                if (busy == 0 && firstAwaiting() == null) {
                    if (!waiting.isEmpty()) {
                        throw new IllegalStateException(waiting.size() + " jobs wait for nothing");
                    }
                    changed.signalAll();
                    return null;
                }
                Wait wait = waiting.isEmpty() ? Wait.WORK : waiting.getFirst().waitsFor();
                long start = System.nanoTime();
                patient = changed.awaitNanos(PATIENCE_NANOS) > 0;
                context.waited(wait, start, System.nanoTime());
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Job<C> firstReady() {
        for (Job<C> job : waiting) {
            if (job.isReady()) {
                return job;
            }
        }
        return null;
    }

    private @Nullable Job<C> firstAwaiting() {
        for (Job<C> job : waiting) {
            if (job.isAwaiting()) {
                return job;
            }
        }
        return null;
    }

    private void done(Work<C> work) {
        lock.lock();
        try {
            busy--;
            tasks.addAll(work.result);
            Job<C> job = work.job;
            if (job != null && !job.isFinished()) {
                putBack(job);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Keeps the order of the list.
    private void putBack(Job<C> job) {
        int position = jobs.indexOf(job);
        int at = 0;
        while (at < waiting.size() && jobs.indexOf(waiting.get(at)) < position) {
            at++;
        }
        waiting.add(at, job);
    }

    private void fail(Throwable broken) {
        lock.lock();
        try {
            if (failure == null) {
                failure = broken;
                working.forEach(Thread::interrupt);
            } else if (failure != broken && !(broken instanceof InterruptedRunException)) {
                failure.addSuppressed(broken);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
