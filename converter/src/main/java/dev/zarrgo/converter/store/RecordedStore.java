package dev.zarrgo.converter.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.CRC32C;

/// Remembers key, size and checksum of every object that was written through it (rules R84, R85).
public final class RecordedStore implements WritableStore {

    private final WritableStore store;
    private final ConcurrentSkipListMap<String, StoredObject> written = new ConcurrentSkipListMap<>();

    public RecordedStore(WritableStore store) {
        this.store = store;
    }

    /// What was written, by key.
    public NavigableMap<String, StoredObject> written() {
        return new TreeMap<>(written);
    }

    /// What was written below a path, by key.
    public NavigableMap<String, StoredObject> written(String path) {
        // '0' is the character behind '/'.
        return new TreeMap<>(written.subMap(path + "/", path + "0"));
    }

    /// Counts an object as written that was there before.
    public void adopt(String key, StoredObject object) {
        written.put(key, object);
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
        var checksum = new CRC32C();
        checksum.update(content.duplicate());
        store.put(key, content);
        written.put(key, new StoredObject(size, (int) checksum.getValue()));
    }

    @Override
    public ObjectWriter create(String key) {
        ObjectWriter writer = store.create(key);
        var checksum = new CRC32C();
        return new ObjectWriter() {
            @Override
            public void append(ByteBuffer content) {
                checksum.update(content.duplicate());
                writer.append(content);
            }

            @Override
            public long size() {
                return writer.size();
            }

            @Override
            public void commit() {
                writer.commit();
                written.put(key, new StoredObject(writer.size(), (int) checksum.getValue()));
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
