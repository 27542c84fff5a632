package dev.zarrgo.converter.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Small objects in memory, for example what is going to be written.
public final class DocumentStore implements Store {

    private final Location location;
    private final NavigableMap<String, byte[]> documents;

    /// @param location where the objects belong
    /// @param documents contents by key; not copied
    public DocumentStore(Location location, NavigableMap<String, byte[]> documents) {
        this.location = location;
        this.documents = new TreeMap<>(documents);
    }

    @Override
    public Location location() {
        return location;
    }

    @Override
    public Optional<ObjectReader> open(String key) {
        return Optional.ofNullable(documents.get(key)).map(HeapReader::new);
    }

    @Override
    public Optional<List<String>> list(String prefix) {
        int start = prefix.isEmpty() ? 0 : prefix.length() + 1;
        var names = new TreeSet<String>();
        for (String key : below(prefix).keySet()) {
            int slash = key.indexOf('/', start);
            names.add(key.substring(start, slash < 0 ? key.length() : slash));
        }
        return Optional.of(List.copyOf(names));
    }

    @Override
    public Optional<NavigableMap<String, Long>> sizes(String prefix) {
        var sizes = new TreeMap<String, Long>();
        below(prefix).forEach((key, content) -> sizes.put(key, (long) content.length));
        return Optional.of(sizes);
    }

    private NavigableMap<String, byte[]> below(String prefix) {
        // '0' is the character behind '/'.
        return prefix.isEmpty() ? documents : documents.subMap(prefix + "/", true, prefix + "0", false);
    }

    @Override
    public void close() {
        // Memory only.
    }

    private static final class HeapReader implements ObjectReader {
        private final byte[] content;

        HeapReader(byte[] content) {
            this.content = content;
        }

        @Override
        public long size() {
            return content.length;
        }

        @Override
        public void read(long position, ByteBuffer target) {
            long end = position + target.remaining();
            if (end > content.length) {
                throw new EndOfObjectException(content.length, end);
            }
            target.put(content, (int) position, target.remaining());
        }

        @Override
        public void close() {
            // Memory only.
        }
    }
}
