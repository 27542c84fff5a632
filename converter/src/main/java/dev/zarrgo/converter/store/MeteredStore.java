package dev.zarrgo.converter.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;

/// Counts what passes through a store.
public final class MeteredStore implements WritableStore {

    private final Store store;
    private final Traffic traffic;

    public MeteredStore(Store store, Traffic traffic) {
        this.store = store;
        this.traffic = traffic;
    }

    @Override
    public Location location() {
        return store.location();
    }

    @Override
    public Optional<ObjectReader> open(String key) {
        return store.open(key).map(MeteredReader::new);
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
        int bytes = content.remaining();
        long start = System.nanoTime();
        writable().put(key, content);
        traffic.written(bytes, System.nanoTime() - start);
        traffic.objectWritten();
    }

    @Override
    public ObjectWriter create(String key) {
        return new MeteredWriter(writable().create(key));
    }

    @Override
    public void delete(String key) {
        writable().delete(key);
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

    private WritableStore writable() {
        if (store instanceof WritableStore writable) {
            return writable;
        }
        throw new IllegalStateException(location() + " cannot be written");
    }

    private final class MeteredReader implements ObjectReader {
        private final ObjectReader reader;

        MeteredReader(ObjectReader reader) {
            this.reader = reader;
            traffic.objectRead();
        }

        @Override
        public long size() {
            return reader.size();
        }

        @Override
        public void read(long position, ByteBuffer target) {
            int bytes = target.remaining();
            long start = System.nanoTime();
            reader.read(position, target);
            traffic.read(bytes, System.nanoTime() - start);
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    private final class MeteredWriter implements ObjectWriter {
        private final ObjectWriter writer;

        MeteredWriter(ObjectWriter writer) {
            this.writer = writer;
        }

        @Override
        public void append(ByteBuffer content) {
            int bytes = content.remaining();
            long start = System.nanoTime();
            writer.append(content);
            traffic.written(bytes, System.nanoTime() - start);
        }

        @Override
        public long size() {
            return writer.size();
        }

        @Override
        public void commit() {
            writer.commit();
            traffic.objectWritten();
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
