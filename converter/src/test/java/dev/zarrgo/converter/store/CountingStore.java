package dev.zarrgo.converter.store;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Knows which bytes of which object were read, and refuses to read one twice (rule I6). For one thread.
public final class CountingStore implements Store {

    private final Store store;
    private final Map<String, BitSet> read = new TreeMap<>();
    private final Map<String, Integer> opened = new TreeMap<>();

    public CountingStore(Store store) {
        this.store = store;
    }

    /// Bytes read of each object that was opened.
    public Map<String, Integer> bytesRead() {
        var bytes = new TreeMap<String, Integer>();
        read.forEach((key, bits) -> bytes.put(key, bits.cardinality()));
        return bytes;
    }

    /// How often each object was opened.
    public Map<String, Integer> opened() {
        return new TreeMap<>(opened);
    }

    @Override
    public Location location() {
        return store.location();
    }

    @Override
    public Optional<ObjectReader> open(String key) {
        return store.open(key).map(reader -> {
            opened.merge(key, 1, Integer::sum);
            return new Reader(key, reader, read.computeIfAbsent(key, _ -> new BitSet()));
        });
    }

    @Override
    public Optional<List<String>> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public void close() {
        store.close();
    }

    private record Reader(String key, ObjectReader reader, BitSet read) implements ObjectReader {

        @Override
        public long size() {
            return reader.size();
        }

        @Override
        public void read(long position, ByteBuffer target) {
            int from = (int) position;
            int to = from + target.remaining();
            int again = read.nextSetBit(from);
            if (again >= 0 && again < to) {
                throw new AssertionError("byte %d of %s is read again, with %d to %d".formatted(again, key, from, to));
            }
            reader.read(position, target);
            read.set(from, to);
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
