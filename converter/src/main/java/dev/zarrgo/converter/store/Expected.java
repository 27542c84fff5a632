package dev.zarrgo.converter.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Function;

/// Objects that will be opened soon: opened before they are asked for, as many at once as connections and
/// memory allow.
final class Expected implements AutoCloseable {

    private static final int WINDOW_BYTES = WindowPool.WINDOW_BYTES;

    private final Function<String, Optional<ObjectReader>> opening;
    private final WindowPool pool;
    private final long budgetBytes;
    private final int atOnce;
    private final SequencedSet<String> waiting = new LinkedHashSet<>();
    private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();
    private final Map<String, Opening> started = new HashMap<>();
    private long inUse;
    private int underWay;
    private boolean closed;

    /// @param opening what to do for a key
    /// @param pool whose budget is used
    /// @param budgetBytes of it, for what was opened and is not used yet
    Expected(Function<String, Optional<ObjectReader>> opening, WindowPool pool, long budgetBytes, int atOnce) {
        this.opening = opening;
        this.pool = pool;
        this.budgetBytes = budgetBytes;
        this.atOnce = atOnce;
    }

    private static final class Opening {
        final Fetch<Optional<ObjectReader>> fetch;
        long ahead = WINDOW_BYTES;

        Opening(Fetch<Optional<ObjectReader>> fetch) {
            this.fetch = fetch;
        }
    }

    /// @param arrived is called from now on for each object, also for those that were announced before
    synchronized void expect(List<String> keys, Runnable arrived) {
        listeners.add(arrived);
        for (String key : keys) {
            if (!started.containsKey(key)) {
                waiting.add(key);
            }
        }
        startMore();
    }

    synchronized boolean isAtHand(String key) {
        Opening opened = started.get(key);
        return opened != null ? opened.fetch.isDone() : !waiting.contains(key);
    }

    /// Opens an object, expected or not.
    Optional<ObjectReader> open(String key) {
        Opening opened;
        synchronized (this) {
            waiting.remove(key);
            opened = started.remove(key);
        }
        if (opened == null) {
            return opening.apply(key);
        }
        try {
            return opened.fetch.await(key);
        } catch (RuntimeException failure) {
            opened.fetch.abandon(reader -> reader.ifPresent(ObjectReader::close));
            throw failure;
        } finally {
            keep(opened, 0);
        }
    }

    /// Gives back what an object does not need, or not any more.
    private void keep(Opening opened, long bytes) {
        long given;
        synchronized (this) {
            given = Math.max(0, opened.ahead - bytes);
            inUse -= given;
            opened.ahead -= given;
        }
        pool.giveAhead(given);
    }

    /// Opens as many as there is room for.
    synchronized void startMore() {
        while (!closed && !waiting.isEmpty() && underWay < atOnce && takeWindow()) {
            String key = waiting.removeFirst();
            underWay++;
            // The thread that opens waits for this lock before it says that it has ended.
            started.put(key, new Opening(Fetch.start(() -> opening.apply(key), () -> {
                done(key);
                listeners.forEach(Runnable::run);
            })));
        }
    }

    /// There is always room for one, so that somebody who waits for objects one by one gets them.
    private boolean takeWindow() {
        if (inUse == 0) {
            pool.takeAheadAnyway();
        } else if (inUse + WINDOW_BYTES > budgetBytes || !pool.takeAhead()) {
            return false;
        }
        inUse += WINDOW_BYTES;
        return true;
    }

    private void done(String key) {
        Opening opened;
        synchronized (this) {
            underWay--;
            opened = started.get(key);
        }
        if (opened == null) {
            startMore();
        } else {
            keep(opened, heldBytes(opened, key));
        }
    }

    private static long heldBytes(Opening opened, String key) {
        try {
            return opened.fetch
                    .await(key)
                    .filter(WindowedReader.class::isInstance)
                    .map(WindowedReader.class::cast)
                    .map(WindowedReader::heldBytes)
                    .orElse(0L);
        } catch (RuntimeException _) {
            return 0; // and is thrown when the object is opened
        }
    }

    @Override
    public void close() {
        List<Opening> unused;
        synchronized (this) {
            closed = true;
            waiting.clear();
            unused = new ArrayList<>(started.values());
            started.clear();
        }
        for (Opening opened : unused) {
            opened.fetch.abandon(reader -> reader.ifPresent(ObjectReader::close));
        }
    }
}
