package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Objects as files below a folder.
final class FileStore implements WritableStore {

    /// The JDK copies a heap buffer to native memory in one piece and keeps that for the thread; this
    /// bounds it.
    private static final int WRITE_BYTES = 1 << 20;

    private static final String PART_PREFIX = ".";
    private static final String PART_SUFFIX = ".part";

    private final Location location;
    private final Path root;
    private final Set<Path> knownFolders = ConcurrentHashMap.newKeySet();

    FileStore(Location location) {
        this.location = location;
        this.root = location.path();
    }

    @Override
    public Location location() {
        return location;
    }

    @Override
    public Optional<ObjectReader> open(String key) {
        Path file = file(key);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            if (Files.isDirectory(file)) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new FileReader(file, channel, channel.size()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException failure) {
            if (isBelowFile(file)) {
                return Optional.empty();
            }
            throw FileFailures.reading(file, failure);
        }
    }

    /// The file of an object; no key leads out of the folder.
    private Path file(String key) {
        for (String segment : key.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("'%s' is no key".formatted(key));
            }
        }
        try {
            return root.resolve(key);
        } catch (InvalidPathException impossible) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_UNSUPPORTED,
                    "%s: this system has no file of the name '%s'".formatted(location, key),
                    "if the name is right elsewhere, choose a locale that has its letters, for example LC_ALL=C.UTF-8",
                    impossible);
        }
    }

    /// Whether a file stands where one of the folders above `file` should be. The system tells that in
    /// words only.
    private boolean isBelowFile(Path file) {
        for (Path parent = file.getParent(); parent != null && !parent.equals(root); parent = parent.getParent()) {
            if (Files.isRegularFile(parent)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Optional<List<String>> list(String prefix) {
        Path folder = prefix.isEmpty() ? root : file(prefix);
        var names = new ArrayList<String>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, FileStore::isObject)) {
            children.forEach(child -> names.add(child.getFileName().toString()));
        } catch (NoSuchFileException | NotDirectoryException _) {
            return Optional.of(List.of());
        } catch (DirectoryIteratorException failure) {
            throw FileFailures.reading(folder, Objects.requireNonNull(failure.getCause()));
        } catch (IOException failure) {
            throw FileFailures.reading(folder, failure);
        }
        names.sort(null);
        return Optional.of(names);
    }

    /// Not so what is still being written.
    private static boolean isObject(Path child) {
        String name = child.getFileName().toString();
        return !(name.startsWith(PART_PREFIX) && name.endsWith(PART_SUFFIX));
    }

    /// Removes what somebody was writing below a folder when he was killed.
    static void removeParts(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!isObject(file)) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public Optional<NavigableMap<String, Long>> sizes(String prefix) {
        Path folder = prefix.isEmpty() ? root : file(prefix);
        var sizes = new TreeMap<String, Long>();
        try {
            Files.walkFileTree(folder, FOLLOW_LINKS, MAX_DEPTH, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        sizes.put(key(file), attributes.size());
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException _) {
            return Optional.of(sizes);
        } catch (IOException failure) {
            throw FileFailures.reading(folder, failure);
        }
        return Optional.of(sizes);
    }

    private static final Set<FileVisitOption> FOLLOW_LINKS = Set.of(FileVisitOption.FOLLOW_LINKS);

    /// Deeper than any store; what lies below is not looked at.
    private static final int MAX_DEPTH = 64;

    private String key(Path file) {
        return root.relativize(file).toString().replace(File.separatorChar, '/');
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
        Path file = file(key);
        Path part = file.resolveSibling(PART_PREFIX + file.getFileName() + PART_SUFFIX);
        try {
            createFolder(file.resolveSibling("").normalize());
            FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            return new FileWriter(file, part, channel);
        } catch (IOException failure) {
            throw FileFailures.creating(file, failure);
        }
    }

    /// Creates a folder and those above it, with one system call where those are there already.
    private void createFolder(Path folder) throws IOException {
        if (knownFolders.contains(folder)) {
            return;
        }
        try {
            Files.createDirectory(folder);
        } catch (NoSuchFileException _) {
            createFolder(folder.resolveSibling("").normalize());
            createFolder(folder);
        } catch (FileAlreadyExistsException present) {
            if (!Files.isDirectory(folder)) {
                throw present;
            }
        }
        knownFolders.add(folder);
    }

    @Override
    public void delete(String key) {
        Path file = file(key);
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw FileFailures.creating(file, failure);
        }
    }

    @Override
    public void close() {
        // Every open file belongs to its reader or writer.
    }

    /// Fills `target` from `position` of the file on.
    static void read(Path file, FileChannel channel, long position, ByteBuffer target) {
        long at = position;
        try {
            while (target.hasRemaining()) {
                int n = channel.read(target, at);
                if (n < 0) {
                    throw new EndOfObjectException(channel.size(), at + target.remaining());
                }
                at += n;
            }
        } catch (IOException failure) {
            throw FileFailures.reading(file, failure);
        }
    }

    private record FileReader(Path file, FileChannel channel, long size) implements ObjectReader {

        @Override
        public void read(long position, ByteBuffer target) {
            FileStore.read(file, channel, position, target);
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException failure) {
                throw FileFailures.reading(file, failure);
            }
        }
    }

    private static final class FileWriter implements ObjectWriter {
        private final Path file;
        private final Path part;
        private final FileChannel channel;
        private long size;
        private boolean committed;

        FileWriter(Path file, Path part, FileChannel channel) {
            this.file = file;
            this.part = part;
            this.channel = channel;
        }

        @Override
        public void append(ByteBuffer content) {
            int end = content.limit();
            try {
                while (content.position() < end) {
                    content.limit(Math.min(end, content.position() + WRITE_BYTES));
                    size += channel.write(content);
                }
            } catch (IOException failure) {
                throw FileFailures.creating(file, failure);
            }
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void commit() {
            try {
                channel.close();
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                committed = true;
            } catch (IOException failure) {
                throw FileFailures.creating(file, failure);
            }
        }

        @Override
        public void close() {
            if (committed) {
                return;
            }
            try {
                channel.close();
                Files.deleteIfExists(part);
            } catch (IOException failure) {
                throw FileFailures.creating(file, failure);
            }
        }
    }
}
