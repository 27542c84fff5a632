package dev.zarrgo.converter.task;

import java.util.List;

/// Work whose steps follow one another, while what they leave behind may run beside them.
///
/// @param <C> what a worker thread brings along: buffers and contexts that are not shared
public interface Job<C extends WorkerContext> extends AutoCloseable {

    /// Whether the next step may begin now. Called under a lock; must be quick.
    boolean isReady();

    /// Whether something outside will make it ready, and wake the workers then.
    default boolean isAwaiting() {
        return false;
    }

    /// What the next step waits for; asked only while it is not ready.
    default Wait waitsFor() {
        return Wait.WORK;
    }

    /// Does the next step.
    ///
    /// @return tasks that the step has made possible
    List<Task<C>> step(C context);

    /// Whether there is no further step.
    boolean isFinished();

    /// Lets go of what the job holds, finished or not.
    @Override
    void close();

    /// A piece of work that depends on nothing any more.
    interface Task<C extends WorkerContext> {
        void run(C context);
    }
}
