package dev.zarrgo.converter.fuzz;

import dev.zarrgo.converter.store.EndOfObjectException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Damaged archives (rule I1): what comes out is what was put in, or it is refused, or not there.
final class ArchiveLayer implements Layer {

    private static final RecordedArrays ARRAYS = RecordedArrays.ofFormat(3);
    private static final int MAX_OBJECT_BYTES = 1 << 20;

    private final Path file;

    ArchiveLayer() {
        try {
            this.file = Files.createTempFile("fuzz", ".zarr.zip");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        try {
            Files.delete(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public Attempt attempt(Random random) {
        Map<String, byte[]> objects = ARRAYS.some(1, true, random);
        String root = random.nextBoolean() ? "product.zarr/" : "";
        byte[] archive = zip(objects, random.nextBoolean() ? ZipEntry.STORED : ZipEntry.DEFLATED, root);
        byte[] damaged =
                random.nextBoolean() ? directoryDamaged(archive, random) : Damage.any(archive, archive, random);
        return new ArchiveAttempt(objects, damaged);
    }

    /// Most of what decides is at the end.
    private static byte[] directoryDamaged(byte[] archive, Random random) {
        int end = Math.min(archive.length, 400);
        byte[] directory = Arrays.copyOfRange(archive, archive.length - end, archive.length);
        byte[] damaged = Damage.any(directory, directory, random);
        byte[] whole = Arrays.copyOf(archive, archive.length - end + damaged.length);
        System.arraycopy(damaged, 0, whole, archive.length - end, damaged.length);
        return whole;
    }

    private static byte[] zip(Map<String, byte[]> objects, int method, String root) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> object : objects.entrySet()) {
                var entry = new ZipEntry(root + object.getKey());
                entry.setMethod(method);
                var crc = new CRC32();
                crc.update(object.getValue());
                entry.setSize(object.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(object.getValue());
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return bytes.toByteArray();
    }

    private final class ArchiveAttempt implements Attempt {
        private final Map<String, byte[]> objects;
        private final byte[] archive;

        ArchiveAttempt(Map<String, byte[]> objects, byte[] archive) {
            this.objects = objects;
            this.archive = archive;
        }

        @Override
        public Map<String, byte[]> input() {
            return Map.of("archive.zarr.zip", archive);
        }

        @Override
        public long maxBytes() {
            return (16L << 20) + 4L * MAX_OBJECT_BYTES * objects.size();
        }

        @Override
        public boolean run() {
            try {
                Files.write(file, archive);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            return Refusal.orContent(this::readAll).orElse(false);
        }

        /// @return whether all was there
        private boolean readAll() {
            var read = new TreeMap<String, byte[]>();
            try (Store store = Stores.open(Location.of(file))) {
                store.list("");
                store.sizes("").ifPresent(sizes -> sizes.values().forEach(size -> {
                    if (size < 0) {
                        throw new AssertionError("an entry of %d bytes".formatted(size));
                    }
                }));
                for (String key : objects.keySet()) {
                    Refusal.orContent(() -> object(store, key))
                            .flatMap(content -> content)
                            .ifPresent(content -> {
                                read.put(key, content);
                                // A name may have become that of another entry, which no reader can tell.
                                if (objects.values().stream().noneMatch(object -> Arrays.equals(content, object))) {
                                    throw new AssertionError("%s is nothing that was put in".formatted(key));
                                }
                            });
                }
            }
            return read.keySet().equals(objects.keySet());
        }

        private Optional<byte[]> object(Store store, String key) {
            try {
                return store.read(key, MAX_OBJECT_BYTES);
            } catch (EndOfObjectException tooShort) {
                return Optional.empty();
            }
        }
    }
}
