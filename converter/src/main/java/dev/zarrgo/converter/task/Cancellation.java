package dev.zarrgo.converter.task;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Somebody's wish that a run should end; looked at between pieces of work, and told to threads that wait.
public final class Cancellation {

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean requested;

    public void request() {
        requested = true;
        threads.forEach(Thread::interrupt);
    }

    /// Lets the calling thread be interrupted by a request from now on.
    public Scope interruptible() {
        threads.add(Thread.currentThread());
        if (requested) {
            Thread.currentThread().interrupt();
        }
        return this::leave;
    }

    private void leave() {
        threads.remove(Thread.currentThread());
        if (requested) {
            var _ = Thread.interrupted(); // cleaning up is not to be interrupted
        }
    }

    /// A stretch of work that may be interrupted.
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    public boolean isRequested() {
        return requested;
    }

    /// @throws InterruptedRunException if the run should end
    public void check() {
        if (requested) {
            throw new InterruptedRunException(FailureCode.INTERRUPTED, "interrupted");
        }
    }
}
