package dev.zarrgo.converter.task;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import java.util.HashSet;
import java.util.Set;

/// Somebody's wish that a run should end; looked at between pieces of work, and an interruption for those
/// who wait.
public final class Cancellation {

    private final Set<Thread> interruptible = new HashSet<>();
    private volatile boolean requested;

    public synchronized void request() {
        requested = true;
        interruptible.forEach(Thread::interrupt);
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

    /// A time in which the calling thread is interrupted when the run should end. It ends where it began,
    /// and leaves the thread as if nothing had happened, so that it can clean up.
    public synchronized Scope interrupting() {
        Thread thread = Thread.currentThread();
        interruptible.add(thread);
        if (requested) {
            thread.interrupt();
        }
        return () -> leave(thread);
    }

    /// See [#interrupting].
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    private synchronized void leave(Thread thread) {
        interruptible.remove(thread);
        if (requested) {
            Thread.interrupted();
        }
    }
}
