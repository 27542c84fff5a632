package dev.zarrgo.registrar.catalog;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.store.Location;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One writer at a time in a catalogue of files: threads of this process always, other processes where the
/// catalogue is a local folder. A killed process leaves no lock behind.
final class CatalogLock {

    private static final String FILE = ".lock";

    private static final Map<String, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Location location;
    private final ReentrantLock lock;

    CatalogLock(Location location) {
        this.location = location;
        this.lock = LOCKS.computeIfAbsent(location.toString(), _ -> new ReentrantLock());
    }

    void run(Runnable action) {
        call(() -> {
            action.run();
            return true;
        });
    }

    /// Waits for the lock and does something under it; may be nested.
    <T> T call(Supplier<T> action) {
        lock.lock();
        try {
            return lock.getHoldCount() > 1 || !location.isFile() ? action.get() : callAlone(action);
        } finally {
            lock.unlock();
        }
    }

    private <T> T callAlone(Supplier<T> action) {
        Path folder = location.path();
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw refused(folder, failure);
        }
        try (FileChannel channel =
                        FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            return action.get();
        } catch (IOException failure) {
            throw refused(folder, failure);
        }
    }

    private static RefusedException refused(Path folder, IOException failure) {
        return new RefusedException(
                FailureCode.TARGET_NOT_WRITABLE,
                "%s: cannot be locked for writing: %s".formatted(folder, failure.getMessage()),
                "choose a folder that can be written to",
                failure);
    }
}
