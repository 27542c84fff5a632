package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.task.Cancellation;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Opens objects before they are asked for, so that requests overlap and nobody waits for each of them.
///
/// Objects are opened in a given order, as long as those that are open and not read yet hold no more than a
/// number of bytes. One that is asked for before its turn is opened at once, whatever the others hold: a
/// reader that waits for a second object never waits for itself. Each object is opened once.
public final class ReadAheadStore implements Store {

    private static final long CANCELLATION_MILLIS = 100;

    private final Store store;
    private final long limitBytes;
    private final long objectBytes;
    private final Cancellation cancellation;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// What nobody has asked for yet, by key.
    private final Map<String, Slot> slots = new HashMap<>();
    private final Queue<Slot> queue = new ArrayDeque<>();
    private long heldBytes;
    private boolean closed;

    /// @param store whose readers hold the beginning of their object in memory
    /// @param keys in the order in which they will be asked for
    /// @param requests objects opened side by side
    /// @param objectBytes what an open object holds at most
    /// @param limitBytes what all of them may hold; at least one is opened ahead
    public ReadAheadStore(
            Store store,
            List<String> keys,
            int requests,
            long objectBytes,
            long limitBytes,
            Cancellation cancellation) {
        this.store = store;
        this.objectBytes = objectBytes;
        this.limitBytes = Math.max(limitBytes, objectBytes);
        this.cancellation = cancellation;
        for (String key : keys) {
            var slot = new Slot(key);
            if (slots.putIfAbsent(key, slot) == null) {
                queue.add(slot);
            }
        }
        for (int i = 0; i < Math.min(requests, queue.size()); i++) {
            Thread.ofVirtual().name("read-ahead-" + i).start(this::openAll);
        }
    }

    private void openAll() {
        for (Slot slot = next(); slot != null; slot = next()) {
            slot.open();
        }
    }

    /// The next object to be opened, when there is room for it; nothing when all are.
    private @Nullable Slot next() {
        lock.lock();
        try {
            while (!closed) {
                Slot slot = queue.peek();
                if (slot == null) {
                    return null;
                }
                if (slot.taken) {
                    queue.remove();
                } else if (heldBytes + objectBytes <= limitBytes) {
                    queue.remove();
                    slot.taken = true;
                    heldBytes += objectBytes;
                    return slot;
                } else {
                    changed.awaitUninterruptibly();
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<ObjectReader> open(String key) {
        Slot slot;
        boolean late = false;
        lock.lock();
        try {
            slot = slots.remove(key);
            if (slot != null && !slot.taken) {
                late = true;
                slot.taken = true;
                heldBytes += objectBytes;
            }
        } finally {
            lock.unlock();
        }
        if (slot == null) {
            return store.open(key);
        }
        if (late) {
            Thread.ofVirtual().name("read-now").start(slot::open);
        }
        return slot.await();
    }

    private void release(long bytes) {
        lock.lock();
        try {
            heldBytes -= bytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Location location() {
        return store.location();
    }

    @Override
    public Optional<List<String>> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public Optional<NavigableMap<String, Long>> sizes(String prefix) {
        return store.sizes(prefix);
    }

    /// Closes what was opened and not asked for, and the store.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            slots.values().forEach(Slot::discard);
            slots.clear();
        } finally {
            lock.unlock();
        }
        store.close();
    }

    /// One object on its way.
    private final class Slot {
        private final String key;
        private final CompletableFuture<Optional<ObjectReader>> reader = new CompletableFuture<>();
        /// Whether somebody opens it; guarded by the lock.
        private boolean taken;

        Slot(String key) {
            this.key = key;
        }

        void open() {
            try {
                Optional<ObjectReader> opened = store.open(key);
                long held = opened.map(object -> Math.min(object.size(), objectBytes))
                        .orElse(0L);
                release(objectBytes - held);
                reader.complete(opened.map(object -> new HeldReader(object, held)));
            } catch (Throwable failure) {
                release(objectBytes);
                reader.completeExceptionally(failure);
            }
        }

        Optional<ObjectReader> await() {
            try {
                while (true) {
                    cancellation.check();
                    try {
                        return reader.get(CANCELLATION_MILLIS, TimeUnit.MILLISECONDS);
                    } catch (TimeoutException _) {
                        // Look whether the run is to end.
                    }
                }
            } catch (InterruptedRunException stopped) {
                discard();
                throw stopped;
            } catch (InterruptedException _) {
                discard();
                Thread.currentThread().interrupt();
                throw new InterruptedRunException(FailureCode.INTERRUPTED, "interrupted");
            } catch (ExecutionException failure) {
                if (failure.getCause() instanceof RuntimeException known) {
                    throw known;
                }
                if (failure.getCause() instanceof Error fatal) {
                    throw fatal;
                }
                throw new CompletionException(failure.getCause());
            }
        }

        void discard() {
            var _ = reader.thenAccept(opened -> opened.ifPresent(ObjectReader::close));
        }
    }

    /// An object that counts until it is closed.
    private final class HeldReader implements ObjectReader {
        private final ObjectReader object;
        private long held;

        HeldReader(ObjectReader object, long held) {
            this.object = object;
            this.held = held;
        }

        @Override
        public long size() {
            return object.size();
        }

        @Override
        public void read(long position, ByteBuffer target) {
            object.read(position, target);
        }

        @Override
        public void close() {
            object.close();
            release(held);
            held = 0;
        }
    }
}
