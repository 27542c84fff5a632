package dev.zarrgo.converter.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Objects that will be opened soon: opened before they are asked for, as many at once as connections and
/// memory allow.
///
final class Expected implements AutoCloseable {

    private static final int WINDOW_BYTES = WindowPool.WINDOW_BYTES;

    private final Function<String, Optional<ObjectReader>> opening;
    private final long budgetBytes;
    private final int atOnce;
    private final LinkedHashMap<String, Runnable> waiting = new LinkedHashMap<>();
    private final Map<String, Opening> started = new HashMap<>();
    private long inUse;
    private int underWay;
    private boolean closed;

    /// @param opening what to do for a key
    /// @param budgetBytes for what was opened and is not used yet
    Expected(Function<String, Optional<ObjectReader>> opening, long budgetBytes, int atOnce) {
        this.opening = opening;
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

    synchronized void expect(List<String> keys, Runnable arrived) {
        for (String key : keys) {
            if (!started.containsKey(key)) {
                waiting.putIfAbsent(key, arrived);
            }
        }
        startMore();
    }

    synchronized boolean isAtHand(String key) {
        Opening opened = started.get(key);
        return opened != null ? opened.fetch.isDone() : !waiting.containsKey(key);
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
            synchronized (this) {
                inUse -= opened.ahead;
                opened.ahead = 0;
                startMore();
            }
        }
    }

    private void startMore() {
        while (!closed && !waiting.isEmpty() && underWay < atOnce && inUse + WINDOW_BYTES <= budgetBytes) {
            Map.Entry<String, Runnable> entry = waiting.pollFirstEntry();
            String key = entry.getKey();
            underWay++;
            inUse += WINDOW_BYTES;
            // The thread that opens waits for this lock before it says that it has ended.
            started.put(key, new Opening(Fetch.start(() -> opening.apply(key), () -> {
                done(key);
                entry.getValue().run();
            })));
        }
    }

    /// Gives back what the object does not need.
    private synchronized void done(String key) {
        underWay--;
        Opening opened = started.get(key);
        if (opened != null) {
            long held = heldBytes(opened, key);
            inUse -= opened.ahead - held;
            opened.ahead = held;
        }
        startMore();
    }

    synchronized long inUse() {
        return inUse;
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
