package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.store.ObjectReader;
import dev.zarrgo.converter.store.RecordedStore;
import dev.zarrgo.converter.store.RunRecord;
import dev.zarrgo.converter.store.StoredObject;
import dev.zarrgo.converter.store.Target;
import dev.zarrgo.converter.task.Tasks;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// Which arrays are finished, noted now and then for a run that may have to go on from there.
///
/// Source: rule R84.
final class Journal implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int ARRAYS_AT_ONCE = 16;
    private static final int BUFFER_BYTES = 1 << 18;

    private final Target target;
    private final RecordedStore store;
    private final String fingerprint;
    private final SortedMap<String, SortedMap<String, StoredObject>> arrays =
            Collections.synchronizedSortedMap(new TreeMap<>());
    private final Thread clerk;
    private int noted = -1;

    private Journal(Target target, RecordedStore store, String fingerprint) {
        this.target = target;
        this.store = store;
        this.fingerprint = fingerprint;
        this.clerk = Thread.ofVirtual().name("journal").unstarted(this::noteNowAndThen);
    }

    /// Starts to take notes; the first, that there is a run, is taken at once.
    ///
    /// @param before what an interrupted run has finished, to be taken over as far as it is still there and
    ///     whole
    static Journal open(Target target, RecordedStore store, String fingerprint, Optional<RunRecord> before) {
        var journal = new Journal(target, store, fingerprint);
        before.ifPresent(journal::adopt);
        journal.save();
        journal.clerk.start();
        return journal;
    }

    private void adopt(RunRecord before) {
        Tasks.forEach(before.arrays().entrySet(), ARRAYS_AT_ONCE, array -> {
            if (array.getValue().entrySet().stream().allMatch(object -> isWhole(object.getKey(), object.getValue()))) {
                array.getValue().forEach(store::adopt);
                arrays.put(array.getKey(), array.getValue());
            }
        });
    }

    private boolean isWhole(String key, StoredObject expected) {
        return store.open(key)
                .filter(reader -> {
                    try (ObjectReader object = reader) {
                        return object.size() == expected.size() && checksum(object) == expected.checksum();
                    }
                })
                .isPresent();
    }

    private static int checksum(ObjectReader object) {
        var checksum = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, object.size()));
        for (long at = 0; at < object.size(); at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), object.size() - at));
            object.read(at, buffer);
            checksum.update(buffer.flip());
        }
        return (int) checksum.getValue();
    }

    /// Notes an array all of whose objects are written.
    void finished(String path) {
        arrays.put(path, store.written(path));
    }

    boolean isFinished(String path) {
        return arrays.containsKey(path);
    }

    int finishedArrays() {
        return arrays.size();
    }

    private void noteNowAndThen() {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                try {
                    save();
                } catch (ZarrgoException _) {
                    // A later run will have more to do; whether this one can write, others find out.
                }
            }
        } catch (InterruptedException _) {
            // The run has ended.
        }
    }

    /// Writes the record if there is anything new in it.
    synchronized void save() {
        RunRecord record;
        synchronized (arrays) {
            if (arrays.size() == noted) {
                return;
            }
            record = new RunRecord(fingerprint, arrays);
        }
        target.record(record);
        noted = record.arrays().size();
    }

    /// Ends the notes.
    @Override
    public void close() {
        clerk.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            clerk.join();
        } catch (InterruptedException _) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
