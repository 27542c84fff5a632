package dev.zarrgo.converter.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// A store as it will look when a few more small objects are written to it.
public final class OverlaidStore implements Store {

    private final Store store;
    private final Map<String, byte[]> overlay;

    public OverlaidStore(Store store, Map<String, byte[]> overlay) {
        this.store = store;
        this.overlay = Map.copyOf(overlay);
    }

    @Override
    public Location location() {
        return store.location();
    }

    @Override
    public Optional<ObjectReader> open(String key) {
        byte[] content = overlay.get(key);
        return content == null ? store.open(key) : Optional.of(new HeapReader(content));
    }

    @Override
    public Optional<List<String>> list(String prefix) {
        return store.list(prefix).map(names -> {
            var all = new TreeSet<>(names);
            String start = prefix.isEmpty() ? "" : prefix + "/";
            for (String key : overlay.keySet()) {
                if (key.startsWith(start)) {
                    String rest = key.substring(start.length());
                    int slash = rest.indexOf('/');
                    all.add(slash < 0 ? rest : rest.substring(0, slash));
                }
            }
            return List.copyOf(all);
        });
    }

    @Override
    public Optional<NavigableMap<String, Long>> sizes(String prefix) {
        return store.sizes(prefix).map(below -> {
            var all = new TreeMap<>(below);
            overlay.forEach((key, content) -> {
                if (prefix.isEmpty() || key.startsWith(prefix + "/")) {
                    all.put(key, (long) content.length);
                }
            });
            return all;
        });
    }

    @Override
    public void close() {
        store.close();
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
