package dev.zarrgo.converter.store;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Objects in memory, strictly: bad keys, objects below objects and readers used after their end are
/// refused, and open ones are counted.
public final class MemoryStore implements WritableStore {

    private final Location location;
    private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final AtomicInteger open = new AtomicInteger();

    public MemoryStore() {
        this("memory.zarr");
    }

    /// @param name the last segment of its location
    public MemoryStore(String name) {
        this.location = new Location(Location.Scheme.FILE, "", "/memory/" + name);
    }

    /// A store with these objects.
    public static MemoryStore of(Map<String, byte[]> objects) {
        var store = new MemoryStore();
        objects.forEach((key, content) -> store.put(key, ByteBuffer.wrap(content)));
        return store;
    }

    /// All objects by key; a copy.
    public NavigableMap<String, byte[]> objects() {
        var copy = new TreeMap<String, byte[]>();
        objects.forEach((key, content) -> copy.put(key, content.clone()));
        return copy;
    }

    /// A copy of the object at `key`, which is there.
    public byte[] object(String key) {
        byte[] content = objects.get(checked(key));
        if (content == null) {
            throw new IllegalArgumentException("no object " + key);
        }
        return content.clone();
    }

    /// Readers and writers that were not closed yet.
    public int openHandles() {
        return open.get();
    }

    private static String checked(String key) {
        for (String segment : key.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("'" + key + "' is no key");
            }
        }
        return key;
    }

    @Override
    public Location location() {
        return location;
    }

    @Override
    public Optional<ObjectReader> open(String key) {
        return Optional.ofNullable(objects.get(checked(key))).map(content -> {
            open.incrementAndGet();
            return new Reader(content);
        });
    }

    @Override
    public Optional<List<String>> list(String prefix) {
        String start = prefix.isEmpty() ? "" : checked(prefix) + "/";
        var names = new TreeSet<String>();
        for (String key : objects.tailMap(start, true).keySet()) {
            if (!key.startsWith(start)) {
                break;
            }
            String rest = key.substring(start.length());
            int slash = rest.indexOf('/');
            names.add(slash < 0 ? rest : rest.substring(0, slash));
        }
        return Optional.of(List.copyOf(names));
    }

    @Override
    public void put(String key, ByteBuffer content) {
        try (ObjectWriter writer = create(key)) {
            writer.append(content);
            writer.commit();
        }
    }

    @Override
    public ObjectWriter create(String key) {
        checked(key);
        for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
            if (objects.containsKey(key.substring(0, slash))) {
                throw new IllegalStateException(key + " lies below an object");
            }
        }
        String next = objects.ceilingKey(key + "/");
        if (next != null && next.startsWith(key + "/")) {
            throw new IllegalStateException(key + " has objects below it");
        }
        open.incrementAndGet();
        return new Writer(key);
    }

    @Override
    public void delete(String key) {
        objects.remove(checked(key));
    }

    @Override
    public void close() {
        // Nothing stays open; the content is for the test to look at.
    }

    private final class Reader implements ObjectReader {
        private final byte[] content;
        private boolean closed;

        Reader(byte[] content) {
            this.content = content;
        }

        @Override
        public long size() {
            return content.length;
        }

        @Override
        public void read(long position, ByteBuffer target) {
            if (closed) {
                throw new IllegalStateException("read after close");
            }
            if (position < 0) {
                throw new IllegalArgumentException("read at " + position);
            }
            long end = position + target.remaining();
            if (end > content.length) {
                throw new EndOfObjectException(content.length, end);
            }
            target.put(content, (int) position, target.remaining());
        }

        @Override
        public void close() {
            if (!closed) {
                open.decrementAndGet();
            }
            closed = true;
        }
    }

    private final class Writer implements ObjectWriter {
        private final String key;
        private final Deque<byte[]> parts = new ArrayDeque<>();
        private int size;
        private boolean committed;
        private boolean closed;

        Writer(String key) {
            this.key = key;
        }

        @Override
        public void append(ByteBuffer content) {
            if (committed || closed) {
                throw new IllegalStateException("appended to " + key + " after its end");
            }
            byte[] part = new byte[content.remaining()];
            content.get(part);
            parts.add(part);
            size += part.length;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void commit() {
            if (committed || closed) {
                throw new IllegalStateException("committed " + key + " after its end");
            }
            committed = true;
            byte[] content = new byte[size];
            int at = 0;
            for (byte[] part : parts) {
                System.arraycopy(part, 0, content, at, part.length);
                at += part.length;
            }
            objects.put(key, content);
        }

        @Override
        public void close() {
            if (!closed) {
                open.decrementAndGet();
            }
            closed = true;
        }
    }
}
