package dev.zarrgo.bench;

import dev.zarrgo.converter.store.EndOfObjectException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.ObjectReader;
import dev.zarrgo.converter.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A folder, read into memory, so that what is measured waits for no disk.
final class LoadedStore implements Store {

    private final Location location;
    private final Map<String, byte[]> objects = new HashMap<>();

    LoadedStore(Location location, Predicate<String> wanted) {
        this.location = location;
        Path root = location.path();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String key = root.relativize(file).toString();
                if (wanted.test(key)) {
                    objects.put(key, Files.readAllBytes(file));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Location location() {
        return location;
    }

    @Override
    public Optional<ObjectReader> open(String key) {
        return Optional.ofNullable(objects.get(key)).map(Loaded::new);
    }

    @Override
    public Optional<List<String>> list(String prefix) {
        return Optional.empty();
    }

    @Override
    public void close() {
        objects.clear();
    }

    private static final class Loaded implements ObjectReader {
        private final byte[] content;

        Loaded(byte[] content) {
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
