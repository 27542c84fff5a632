package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.task.Job;
import dev.zarrgo.converter.task.WorkerContext;
import dev.zarrgo.converter.task.Workers;
import java.util.List;
import java.util.function.IntConsumer;

/// Equal pieces of work that do not depend on each other, spread over threads.
final class Strips implements Job<WorkerContext> {

    private final int count;
    private final IntConsumer work;
    private int next;

    private Strips(int count, IntConsumer work) {
        this.count = count;
        this.work = work;
    }

    /// Calls `work` with every number from 0 to `count` (exclusive).
    static void run(int count, int threads, Cancellation cancellation, IntConsumer work) {
        Workers.run(List.of(new Strips(count, work)), threads, NoContext::new, cancellation);
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public List<Task<WorkerContext>> step(WorkerContext context) {
        int strip = next++;
        return List.of(_ -> work.accept(strip));
    }

    @Override
    public boolean isFinished() {
        return next == count;
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    private static final class NoContext implements WorkerContext {
        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
