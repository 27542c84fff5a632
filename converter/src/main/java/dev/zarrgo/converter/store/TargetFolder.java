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
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// A local folder that is made, or replaced, as a whole.
///
/// A replacement changes places with the old folder in one step where the system can. The writer holds an
/// operating-system lock, which a killed process cannot leave behind.
///
/// Source: rules R81 to R84.
public final class TargetFolder implements Target {

    private static final String OLD = "-old";
    private static final String PART = ".part";
    private static final int MAX_RECORD_BYTES = 64 << 20;
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
    private RunRecord.@Nullable Placed left;
    private @Nullable Path work;
    private boolean created;
    private boolean kept;

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
        left = readRecord();
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
            } else if (left == null || !leftover.equals(place(left))) {
                deleteTree(leftover);
            }
        }
        RunRecord.Placed ended = left;
        if (ended != null
                && (!Files.exists(place(ended)) || Files.exists(place(ended).resolve(marker)))) {
            // Nothing is left to go on with, or nothing to do: beside the target lies what it was exchanged for.
            if (!ended.work().isEmpty() && Files.exists(place(ended))) {
                deleteTree(place(ended));
            }
            removeRecord();
        }
    }

    private Path recordFile() {
        return folder.resolveSibling(folder.getFileName() + RUN);
    }

    private RunRecord.@Nullable Placed readRecord() throws IOException {
        Path file = recordFile();
        if (!Files.isRegularFile(file)) {
            return null;
        }
        RunRecord.Placed read = Files.size(file) > MAX_RECORD_BYTES
                ? null
                : RunRecord.parse(Files.readAllBytes(file)).orElse(null);
        if (read == null || !isTemporaryOrTarget(read.work())) {
            Files.delete(file);
            return null;
        }
        return read;
    }

    private boolean isTemporaryOrTarget(String name) {
        return name.isEmpty() || (name.startsWith(folder.getFileName() + TEMPORARY) && name.indexOf('/') < 0);
    }

    private Path place(RunRecord.Placed placed) {
        return placed.work().isEmpty() ? folder : folder.resolveSibling(placed.work());
    }

    private void removeRecord() throws IOException {
        left = null;
        Files.deleteIfExists(recordFile());
    }

    @Override
    public Optional<RunRecord> interrupted() {
        return Optional.ofNullable(left).map(RunRecord.Placed::run);
    }

    private boolean isTemporary(Path path) {
        return path.getFileName().toString().startsWith(folder.getFileName() + TEMPORARY);
    }

    @Override
    public boolean exists() {
        return Files.exists(folder);
    }

    @Override
    public WritableStore begin() {
        try {
            RunRecord.Placed before = left;
            if (before != null) {
                if (!before.work().isEmpty()) {
                    deleteTree(place(before));
                }
                removeRecord();
            }
        } catch (IOException failure) {
            throw FileFailures.creating(folder, failure);
        }
        Path path = folder;
        if (Files.exists(folder)) {
            path = folder.resolveSibling("%s%s%s"
                    .formatted(
                            folder.getFileName(),
                            TEMPORARY,
                            ProcessHandle.current().pid()));
        }
        return writeAt(path);
    }

    @Override
    public WritableStore resume() {
        RunRecord.Placed before = left;
        if (before == null) {
            throw new IllegalStateException("nothing was interrupted");
        }
        try {
            FileStore.removeParts(place(before));
        } catch (IOException failure) {
            throw FileFailures.creating(folder, failure);
        }
        return writeAt(place(before));
    }

    private WritableStore writeAt(Path path) {
        work = path;
        created = true;
        return new FileStore(Location.of(path));
    }

    @Override
    public void record(RunRecord run) {
        String name =
                workFolder().equals(folder) ? "" : String.valueOf(workFolder().getFileName());
        Path part = recordFile().resolveSibling(recordFile().getFileName() + PART);
        try {
            Files.writeString(part, run.json(name));
            Files.move(part, recordFile(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw FileFailures.creating(recordFile(), failure);
        }
    }

    private Path workFolder() {
        Path path = work;
        if (path == null) {
            throw new IllegalStateException("nothing was begun");
        }
        return path;
    }

    @Override
    public void publish() {
        Path path = workFolder();
        try {
            Path old = path.equals(folder) ? null : replace(path);
            created = false;
            // First the record: whoever goes on with a run must not take what is left of the old store for it.
            removeRecord();
            if (old != null) {
                deleteTree(old);
            }
        } catch (IOException failure) {
            throw FileFailures.creating(folder, failure);
        }
    }

    @Override
    public void discard() {
        try {
            if (left != null) {
                deleteTree(place(left));
                removeRecord();
            }
            // Whoever was killed at the very start has left no record, but a lock, without which nobody asks.
            if (Files.exists(folder) && !Files.exists(folder.resolve(marker))) {
                deleteTree(folder);
            }
        } catch (IOException failure) {
            throw FileFailures.creating(folder, failure);
        }
    }

    @Override
    public void keep() {
        kept = true;
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    private Path replace(Path path) throws IOException {
        return FolderExchange.exchange(path, folder) ? path : replaceByRenames(path, folder);
    }

    /// Replaces `folder` by `path` where the two cannot be exchanged. A run that is killed in between
    /// leaves both, which [#recover] knows apart by their names. Returns where the old one is now.
    static Path replaceByRenames(Path path, Path folder) throws IOException {
        Path old = path.resolveSibling(path.getFileName() + OLD);
        Files.move(folder, old);
        try {
            Files.move(path, folder);
        } catch (IOException failure) {
            Files.move(old, folder);
            throw failure;
        }
        return old;
    }

    @Override
    public void close() {
        try (lockChannel) {
            Files.deleteIfExists(recordFile().resolveSibling(recordFile().getFileName() + PART));
            if (created && !kept && work != null) {
                deleteTree(work);
                Files.deleteIfExists(recordFile());
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

    @Override
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
