package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// A local folder that is made, or replaced, as a whole.
///
/// A new folder is written where it will stay; whoever reads it knows by its last object whether it is
/// complete. A replacement is written beside the old one and changes places with it when it is complete.
/// One writer at a time holds an operating-system lock, which a killed process cannot leave behind.
///
/// Source: rules R81 to R83.
public final class TargetFolder implements AutoCloseable {

    private static final String TEMPORARY = ".tmp-";
    private static final String OLD = "-old";
    private static final String LOCK = ".lock";
    private static final int MAX_LOCK_BYTES = 1 << 20;

    /// The lock files of the runs in this process.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Location location;
    private final Path folder;
    private final Path lockFile;
    private final FileChannel lockChannel;
    private final String marker;
    /// The uppermost folder above the target that did not exist.
    private final @Nullable Path madeParent;
    private @Nullable Path work;
    private boolean created;

    private TargetFolder(
            Location location, String marker, Path lockFile, FileChannel lockChannel, @Nullable Path madeParent) {
        this.madeParent = madeParent;
        this.location = location;
        this.folder = location.path();
        this.marker = marker;
        this.lockFile = lockFile;
        this.lockChannel = lockChannel;
    }

    /// Locks the target, finishes what a killed run had as good as finished, and removes what it left.
    ///
    /// @param marker key of the object that is written last
    /// @throws UnavailableException if another run holds the lock
    public static TargetFolder lock(Location location, String marker) {
        Path folder = location.path();
        try {
            Path parent = folder.resolveSibling("").normalize();
            Path missing = uppermostMissing(parent);
            Files.createDirectories(parent);
            Path lockFile = parent.toRealPath().resolve(folder.getFileName() + LOCK);
            var target = new TargetFolder(location, marker, lockFile, acquire(location, lockFile), missing);
            try {
                target.recover();
            } catch (IOException | RuntimeException failure) {
                target.close();
                throw failure;
            }
            return target;
        } catch (NoSuchFileException failure) {
            throw new RefusedException(
                    FailureCode.TARGET_NOT_WRITABLE,
                    "%s: nothing can be created there".formatted(folder),
                    "choose another target",
                    failure);
        } catch (IOException failure) {
            throw FileFailures.creating(folder, failure);
        }
    }

    private static @Nullable Path uppermostMissing(Path folder) {
        Path missing = null;
        for (Path path = folder; path != null && !Files.exists(path); path = path.getParent()) {
            missing = path;
        }
        return missing;
    }

    private static FileChannel acquire(Location location, Path lockFile) throws IOException {
        // The lock of the system belongs to the process and ends when any channel to the file is closed, so that
        // runs in this process must not even open it.
        if (!HELD.add(lockFile)) {
            throw busy(location, holder(ProcessHandle.current().pid()));
        }
        try {
            return acquireFromOthers(location, lockFile);
        } catch (IOException | RuntimeException failure) {
            HELD.remove(lockFile);
            throw failure;
        }
    }

    private static FileChannel acquireFromOthers(Location location, Path lockFile) throws IOException {
        while (true) {
            FileChannel channel = FileChannel.open(
                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                String holder = read(channel);
                channel.close();
                throw busy(location, holder);
            }
            // The former holder removes the file while it holds the lock; then this lock is on a file without name.
            if (isSame(channel, lockFile)) {
                byte[] holder = holder(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
                channel.truncate(0).write(ByteBuffer.wrap(holder), 0);
                return channel;
            }
            channel.close();
        }
    }

    private static UnavailableException busy(Location location, String holder) {
        return new UnavailableException(
                FailureCode.TARGET_BUSY,
                "%s: another run is writing it%s"
                        .formatted(location, holder.isBlank() ? "" : " (" + holder.strip() + ")"),
                "wait until it has ended, or choose another target");
    }

    private static String holder(long process) {
        return "process " + process;
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(64);
        channel.read(text, 0);
        return StandardCharsets.UTF_8.decode(text.flip()).toString().replace('\0', ' ');
    }

    /// Whether the file at `path` is the open one: when one grows, so does the other. Comparing their
    /// content would mean to open `path` again, and closing that would give the lock back.
    private static boolean isSame(FileChannel channel, Path path) throws IOException {
        try {
            for (int i = 0; i < 2; i++) {
                int size = 1 + ThreadLocalRandom.current().nextInt(MAX_LOCK_BYTES);
                channel.truncate(0).write(ByteBuffer.wrap(new byte[1]), size - 1L);
                if (Files.size(path) != size) {
                    return false;
                }
            }
            return true;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private void recover() throws IOException {
        var leftovers = new ArrayList<Path>();
        try (DirectoryStream<Path> siblings =
                Files.newDirectoryStream(folder.resolveSibling("").normalize(), this::isTemporary)) {
            siblings.forEach(leftovers::add);
        } catch (DirectoryIteratorException failure) {
            throw Objects.requireNonNull(failure.getCause());
        }
        // New content first: between its two renames a run leaves both, complete, and the new one counts.
        leftovers.sort(Comparator.comparing(path -> path.toString().endsWith(OLD)));
        for (Path leftover : leftovers) {
            if (!Files.exists(folder) && Files.exists(leftover.resolve(marker))) {
                Files.move(leftover, folder);
            } else {
                deleteTree(leftover);
            }
        }
    }

    private boolean isTemporary(Path path) {
        return path.getFileName().toString().startsWith(folder.getFileName() + TEMPORARY);
    }

    /// Whether there is anything at the target.
    public boolean exists() {
        return Files.exists(folder);
    }

    /// A store for the new content: at the target if that is free, else beside it.
    public WritableStore begin() {
        Path path = folder;
        if (Files.exists(folder)) {
            path = folder.resolveSibling("%s%s%d"
                    .formatted(
                            folder.getFileName(),
                            TEMPORARY,
                            ProcessHandle.current().pid()));
        }
        work = path;
        created = true;
        return new FileStore(Location.of(path));
    }

    /// Puts the new content in the place of the old one, and removes that.
    public void publish() {
        Path path = work;
        if (path == null) {
            throw new IllegalStateException("nothing was begun");
        }
        try {
            if (!path.equals(folder)) {
                replace(path);
            }
            created = false;
        } catch (IOException failure) {
            throw FileFailures.creating(folder, failure);
        }
    }

    private void replace(Path path) throws IOException {
        if (FolderExchange.exchange(path, folder)) {
            deleteTree(path);
        } else {
            replaceByRenames(path, folder);
        }
    }

    /// Replaces `folder` by `path` where the two cannot be exchanged. A run that is killed in between
    /// leaves both, which [#recover] knows apart by their names.
    static void replaceByRenames(Path path, Path folder) throws IOException {
        Path old = path.resolveSibling(path.getFileName() + OLD);
        Files.move(folder, old);
        try {
            Files.move(path, folder);
        } catch (IOException failure) {
            Files.move(old, folder);
            throw failure;
        }
        deleteTree(old);
    }

    /// Removes the new content and the folders made for it unless it was published, and gives the lock
    /// back.
    @Override
    public void close() {
        try (lockChannel) {
            if (created && work != null) {
                deleteTree(work);
            }
            Files.deleteIfExists(lockFile);
            removeMadeParents();
        } catch (IOException failure) {
            throw FileFailures.creating(folder, failure);
        } finally {
            HELD.remove(lockFile);
        }
    }

    private void removeMadeParents() throws IOException {
        Path top = madeParent;
        if (top == null || Files.exists(folder)) {
            return;
        }
        try {
            for (Path path = folder.getParent(); path != null && path.startsWith(top); path = path.getParent()) {
                Files.deleteIfExists(path);
            }
        } catch (DirectoryNotEmptyException _) {
            // Somebody else uses it by now.
        }
    }

    public Location location() {
        return location;
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
