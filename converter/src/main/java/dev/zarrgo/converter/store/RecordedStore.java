package dev.zarrgo.converter.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers key and size of every object that was written through it (rule R85).
public final class RecordedStore implements WritableStore {

    private final WritableStore store;
    private final Map<String, Long> written = new ConcurrentHashMap<>();

    public RecordedStore(WritableStore store) {
        this.store = store;
    }

    /// Sizes in bytes by key.
    public Map<String, Long> written() {
        return new TreeMap<>(written);
    }

    @Override
    public Location location() {
        return store.location();
    }

    @Override
    public Optional<ObjectReader> open(String key) {
        return store.open(key);
    }

    @Override
    public Optional<List<String>> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public Optional<NavigableMap<String, Long>> sizes(String prefix) {
        return store.sizes(prefix);
    }

    @Override
    public void put(String key, ByteBuffer content) {
        long size = content.remaining();
        store.put(key, content);
        written.put(key, size);
    }

    @Override
    public ObjectWriter create(String key) {
        ObjectWriter writer = store.create(key);
        return new ObjectWriter() {
            @Override
            public void append(ByteBuffer content) {
                writer.append(content);
            }

            @Override
            public long size() {
                return writer.size();
            }

            @Override
            public void commit() {
                writer.commit();
                written.put(key, writer.size());
            }

            @Override
            public void close() {
                writer.close();
            }
        };
    }

    @Override
    public void delete(String key) {
        store.delete(key);
        written.remove(key);
    }

    @Override
    public OptionalLong size(String key) {
        return store.size(key);
    }

    @Override
    public void expect(List<String> keys, Runnable arrived) {
        store.expect(keys, arrived);
    }

    @Override
    public boolean isAtHand(String key) {
        return store.isAtHand(key);
    }

    @Override
    public Footprint footprint() {
        return store.footprint();
    }

    @Override
    public void close() {
        store.close();
    }
}
