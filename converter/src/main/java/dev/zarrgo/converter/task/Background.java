package dev.zarrgo.converter.task;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Work that waits more than it computes, done beside the workers so that none of them waits for it.
///
/// A bounded number of pieces is under way at a time, each on a thread of its own; what comes beyond that
/// is done by the thread that brings it. The first failure is thrown to whoever comes next.
public final class Background implements AutoCloseable {

    private final Semaphore free;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /// @param atOnce pieces under way at a time; with 0, callers do everything themselves
    public Background(int atOnce) {
        this.free = new Semaphore(atOnce);
    }

    /// Does `work`, now or soon.
    public void run(Runnable work) {
        check();
        if (!free.tryAcquire()) {
            work.run();
            return;
        }
        Thread thread = Thread.ofVirtual().name("background").unstarted(() -> {
            try {
                work.run();
            } catch (Throwable broken) {
                failure.compareAndSet(null, broken);
            } finally {
                free.release();
                running.remove(Thread.currentThread());
            }
        });
        running.add(thread);
        thread.start();
    }

    /// Throws the failure of what was done so far, if there is one.
    public void check() {
        Threads.rethrow(failure.get());
    }

    /// Waits until everything is done.
    ///
    /// @throws InterruptedRunException if the waiting is interrupted
    public void await() {
        try {
            for (Thread thread : running) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            throw new InterruptedRunException(FailureCode.INTERRUPTED, "interrupted", null, interrupted);
        }
        check();
    }

    /// Interrupts what is under way and waits for its end.
    @Override
    public void close() {
        running.forEach(Thread::interrupt);
        running.forEach(Threads::join);
    }
}
