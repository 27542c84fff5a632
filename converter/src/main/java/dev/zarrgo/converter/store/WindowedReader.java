package dev.zarrgo.converter.store;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/// An object that is far away, in windows.
///
/// Read from front to back, each window is fetched once, the next ones while this one is read, as far as
/// the budget goes, and what lies behind is let go. As soon as somebody steps back, as readers of shards
/// do, a few windows stay.
final class WindowedReader implements ObjectReader {

    private static final int WINDOW_BYTES = WindowPool.WINDOW_BYTES;

    /// Windows that stay for those who step back.
    private static final int MAX_KEPT = 3;

    /// Windows on their way for one reader: when it begins, and at most.
    private static final int FIRST_AHEAD = 4;

    private static final int MAX_AHEAD = 8;

    /// The end of an object, read on its own, that is not worth a window: the index of a shard.
    private static final int SMALL_END_BYTES = WINDOW_BYTES / 4;

    private final RemoteClient client;
    private final WindowPool pool;
    private final String key;
    private final ObjectVersion version;
    private final TreeMap<Integer, byte[]> here = new TreeMap<>();
    private final TreeMap<Integer, Fetch<byte[]>> coming = new TreeMap<>();
    private int current;
    private long lastEnd;
    private int entered;
    private boolean forward = true;
    private boolean streaming;
    private boolean closed;

    /// @param first the beginning of the object
    WindowedReader(RemoteClient client, WindowPool pool, String key, Download.Result.Window first) {
        this.client = client;
        this.pool = pool;
        this.key = key;
        this.version = first.version();
        here.put(0, first.bytes());
    }

    /// Memory in use.
    synchronized long heldBytes() {
        return here.values().stream().mapToLong(window -> window.length).sum() + coming.size() * (long) WINDOW_BYTES;
    }

    @Override
    public long size() {
        return version.size();
    }

    @Override
    public synchronized void read(long position, ByteBuffer target) {
        long end = position + target.remaining();
        if (end > version.size()) {
            throw new EndOfObjectException(version.size(), end);
        }
        if (closed) {
            throw new IllegalStateException(key + " is closed");
        }
        forward &= position >= lastEnd;
        lastEnd = end;
        int first = (int) (position / WINDOW_BYTES);
        if (end == version.size() && target.remaining() <= SMALL_END_BYTES && isFar(first)) {
            readEnd(position, target);
            return;
        }
        for (long at = position; at < end; ) {
            int index = (int) (at / WINDOW_BYTES);
            int offset = (int) (at - (long) index * WINDOW_BYTES);
            int count = (int) Math.min(WINDOW_BYTES - offset, end - at);
            target.put(window(index), offset, count);
            at += count;
        }
    }

    private boolean isFar(int index) {
        return index > current + 1 && !here.containsKey(index) && !coming.containsKey(index);
    }

    private void readEnd(long position, ByteBuffer target) {
        int count = target.remaining();
        Download.Result.Window end = Download.part(client, pool, key, version, position, count);
        target.put(end.bytes(), 0, count);
        pool.give(end.bytes());
    }

    private byte[] window(int index) {
        streaming = Math.abs(index - current) <= 1 && (streaming || index > current);
        if (forward || streaming) {
            startAhead(index);
        }
        byte[] window = here.get(index);
        if (window == null) {
            Fetch<byte[]> fetch = coming.get(index);
            if (fetch == null) {
                window = fetch(index);
            } else {
                window = fetch.await(client.dialect().described(key));
                coming.remove(index);
                pool.giveAhead(WINDOW_BYTES);
            }
            here.put(index, window);
            entered++;
        }
        if (index != current) {
            current = index;
            letGo();
        }
        return window;
    }

    private byte[] fetch(int index) {
        long start = (long) index * WINDOW_BYTES;
        int length = (int) Math.min(WINDOW_BYTES, version.size() - start);
        return Download.part(client, pool, key, version, start, length).bytes();
    }

    /// The more windows were used, the more are likely to be.
    private void startAhead(int index) {
        int windows = (int) Math.ceilDiv(version.size(), WINDOW_BYTES);
        int end = Math.min(windows, index + 1 + Math.min(MAX_AHEAD, FIRST_AHEAD << Math.min(entered, 3)));
        for (int i = index + 1; i < end; i++) {
            if (!here.containsKey(i) && !coming.containsKey(i)) {
                if (!pool.takeAhead()) {
                    return;
                }
                int wanted = i;
                coming.put(i, Fetch.start(() -> fetch(wanted)));
            }
        }
    }

    /// Lets go of what will not be read again, as far as one can know.
    private void letGo() {
        if (forward) {
            release(here.headMap(current));
        }
        while (here.size() > MAX_KEPT) {
            boolean first = current - here.firstKey() > here.lastKey() - current;
            release(first ? here.headMap(here.firstKey(), true) : here.tailMap(here.lastKey(), true));
        }
        abandon(coming.headMap(current));
        abandon(coming.tailMap(current + MAX_AHEAD, false));
    }

    private void release(Map<Integer, byte[]> windows) {
        windows.values().forEach(pool::give);
        windows.clear();
    }

    private void abandon(Map<Integer, Fetch<byte[]>> fetches) {
        fetches.values().forEach(fetch -> fetch.abandon(pool::give, () -> pool.giveAhead(WINDOW_BYTES)));
        fetches.clear();
    }

    @Override
    public synchronized void close() {
        closed = true;
        release(here);
        abandon(coming);
    }
}
