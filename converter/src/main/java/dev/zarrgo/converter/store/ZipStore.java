package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// A hierarchy in a zip file, its entries stored or deflated (rule I1).
///
/// The hierarchy may be at the top of the archive or inside one folder whose name ends in `.zarr`.
final class ZipStore implements Store {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Location location;
    private final Path file;
    private final ZipFile archive;
    private final String root;

    private ZipStore(Location location, ZipFile archive, String root) {
        this.location = location;
        this.file = location.path();
        this.archive = archive;
        this.root = root;
    }

    /// @throws UnusableSourceException if this is no zip file
    static ZipStore open(Location location) {
        try {
            var archive = new ZipFile(location.path().toFile());
            return new ZipStore(location, archive, rootOf(archive));
        } catch (ZipException | EOFException broken) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_CORRUPT,
                    "%s is not a readable zip file: %s".formatted(location, broken.getMessage()),
                    "fetch it again",
                    broken);
        } catch (IOException failure) {
            throw FileFailures.reading(location.path(), failure);
        }
    }

    private static String rootOf(ZipFile archive) {
        var tops = new TreeSet<String>();
        for (Enumeration<? extends ZipEntry> entries = archive.entries(); entries.hasMoreElements(); ) {
            String name = entries.nextElement().getName();
            int slash = name.indexOf('/');
            tops.add(slash < 0 ? "" : name.substring(0, slash + 1));
        }
        return tops.size() == 1 && tops.first().endsWith(".zarr/") ? tops.first() : "";
    }

    @Override
    public Location location() {
        return location;
    }

    @Override
    public Optional<ObjectReader> open(String key) {
        ZipEntry entry = archive.getEntry(root + key);
        if (entry == null || entry.isDirectory()) {
            return Optional.empty();
        }
        return Optional.of(new EntryReader(entry));
    }

    @Override
    public Optional<List<String>> list(String prefix) {
        String start = root + (prefix.isEmpty() ? "" : prefix + "/");
        var names = new TreeSet<String>();
        for (Enumeration<? extends ZipEntry> entries = archive.entries(); entries.hasMoreElements(); ) {
            String name = entries.nextElement().getName();
            if (name.startsWith(start) && name.length() > start.length()) {
                String rest = name.substring(start.length());
                int slash = rest.indexOf('/');
                names.add(slash < 0 ? rest : rest.substring(0, slash));
            }
        }
        return Optional.of(List.copyOf(names));
    }

    @Override
    public Optional<NavigableMap<String, Long>> sizes(String prefix) {
        String start = root + (prefix.isEmpty() ? "" : prefix + "/");
        var sizes = new TreeMap<String, Long>();
        for (Enumeration<? extends ZipEntry> entries = archive.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            if (!entry.isDirectory() && entry.getName().startsWith(start)) {
                sizes.put(entry.getName().substring(root.length()), entry.getSize());
            }
        }
        return Optional.of(sizes);
    }

    @Override
    public void close() {
        try {
            archive.close();
        } catch (IOException failure) {
            throw FileFailures.reading(file, failure);
        }
    }

    /// Entries decode from the front only, so that a step back starts again; chunks are read from front to
    /// back. Whoever does so to the end has the checksum verified.
    private final class EntryReader implements ObjectReader {
        private final ZipEntry entry;
        private final CRC32 checksum = new CRC32();
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private @Nullable InputStream in;
        private long position;
        private boolean skipped;

        EntryReader(ZipEntry entry) {
            this.entry = entry;
        }

        @Override
        public long size() {
            return entry.getSize();
        }

        @Override
        public void read(long from, ByteBuffer target) {
            try {
                InputStream stream = streamAt(from);
                while (target.hasRemaining()) {
                    int n = stream.read(buffer, 0, Math.min(buffer.length, target.remaining()));
                    if (n < 0) {
                        throw new EndOfObjectException(position, position + target.remaining());
                    }
                    target.put(buffer, 0, n);
                    checksum.update(buffer, 0, n);
                    position += n;
                }
                if (position == entry.getSize() && !skipped && checksum.getValue() != entry.getCrc()) {
                    throw new ZipException("the checksum of the archive is another");
                }
            } catch (ZipException | EOFException broken) {
                throw new UnusableSourceException(
                        FailureCode.SOURCE_CORRUPT,
                        "%s: entry %s: %s".formatted(location, entry.getName(), broken.getMessage()),
                        "fetch the archive again",
                        broken);
            } catch (IOException failure) {
                throw FileFailures.reading(file, failure);
            }
        }

        private InputStream streamAt(long from) throws IOException {
            InputStream stream = in;
            if (stream == null || from < position) {
                close();
                stream = archive.getInputStream(entry);
                in = stream;
                position = 0;
                skipped = false;
                checksum.reset();
            }
            if (from > position) {
                skipped = true;
                try {
                    stream.skipNBytes(from - position);
                } catch (EOFException _) {
                    throw new EndOfObjectException(entry.getSize(), from);
                }
                position = from;
            }
            return stream;
        }

        @Override
        public void close() {
            InputStream stream = in;
            in = null;
            if (stream != null) {
                try {
                    stream.close();
                } catch (IOException failure) {
                    throw FileFailures.reading(file, failure);
                }
            }
        }
    }
}
