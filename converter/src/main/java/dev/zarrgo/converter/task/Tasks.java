package dev.zarrgo.converter.task;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Many small things that wait more than they compute.
public final class Tasks {

    private Tasks() {}

    /// Does `action` for all items, `atOnce` of them side by side, and returns when all are done.
    ///
    /// The first failure keeps further items from starting, interrupts those under way, and is thrown. So
    /// does an interruption of the calling thread.
    public static <T> void forEach(Collection<? extends T> items, int atOnce, Consumer<? super T> action) {
        var waiting = new ConcurrentLinkedQueue<T>(items);
        var failure = new AtomicReference<@Nullable Throwable>();
        int threads = Math.min(atOnce, items.size());
        var done = new CountDownLatch(threads);
        var all = new CopyOnWriteArrayList<Thread>();
        for (int i = 0; i < threads; i++) {
            all.add(Thread.ofVirtual().unstarted(() -> {
                try {
                    for (T item = waiting.poll(); item != null && failure.get() == null; item = waiting.poll()) {
                        action.accept(item);
                    }
                } catch (Throwable broken) {
                    if (failure.compareAndSet(null, broken)) {
                        all.forEach(Thread::interrupt);
                    }
                } finally {
                    done.countDown();
                }
            }));
        }
        all.forEach(Thread::start);
        await(done, all);
        Threads.rethrow(failure.get());
    }

    private static void await(CountDownLatch done, List<Thread> threads) {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
                threads.forEach(Thread::interrupt);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
