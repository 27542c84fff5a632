package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.task.Tasks;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A prefix of a bucket that is made, or replaced, as a whole.
///
/// A bucket knows no renames: to publish a replacement is to take the old store's documents away, copy the
/// new objects inside the service, the documents last, and remove the rest. A run that is killed in
/// between leaves the complete replacement, and the next one on the target finishes the copy.
///
/// Source: rules R82 to R86.
final class TargetPrefix implements Target {

    /// What is added to the name of a store for the object that shows that it can be written.
    static final String PROBE = ".perm_test_";

    private static final int REQUESTS = 16;
    private static final int MAX_RECORD_BYTES = 64 << 20;

    private final Location location;
    private final StoreSettings settings;
    private final String marker;
    private final String name;
    /// Everything that belongs to the target lies below it.
    private final S3Store parent;
    private final @Nullable S3Lock lock;
    private final List<String> warnings = new ArrayList<>();
    private RunRecord.@Nullable Placed left;
    private @Nullable String work;
    private boolean created;
    private boolean kept;

    private TargetPrefix(
            Location location, StoreSettings settings, String marker, S3Store parent, @Nullable S3Lock lock) {
        this.location = location;
        this.settings = settings;
        this.marker = marker;
        this.name = location.name();
        this.parent = parent;
        this.lock = lock;
    }

    /// Checks that the bucket can be written, locks the target, finishes what a killed run had as good as
    /// finished, and removes what it left.
    ///
    /// @param marker key of the object that is written last
    /// @throws UnavailableException if another run holds the lock
    static TargetPrefix lock(Location location, String marker, StoreSettings settings, LockHolder holder) {
        var parent = new S3Store(location.parent(), settings);
        try {
            boolean kept = parent.check(location.name() + PROBE) == S3Store.Conditions.KEPT;
            S3Lock lock = kept ? S3Lock.acquire(parent, location.name() + LOCK, holder, InstantSource.system()) : null;
            var target = new TargetPrefix(location, settings, marker, parent, lock);
            if (lock == null) {
                target.warnings.add(
                        "%s ignores the conditions of writes, so that the target is not locked".formatted(location));
            }
            try {
                target.recover();
            } catch (RuntimeException failure) {
                target.close();
                throw failure;
            }
            return target;
        } catch (RuntimeException failure) {
            parent.close();
            throw failure;
        }
    }

    private void recover() {
        parent.deleteAll(parent.entriesThatBegin(name + PROBE).keySet());
        left = parent.read(name + RUN, MAX_RECORD_BYTES)
                .flatMap(RunRecord::parse)
                .orElse(null);
        for (String leftover : temporaries()) {
            NavigableMap<String, S3Client.Entry> objects = parent.entries(leftover);
            if (objects.containsKey(leftover + "/" + marker)) {
                removeAll(leftover, replace(leftover));
            } else if (left == null || !left.work().equals(leftover)) {
                removeAll(leftover, objects.keySet());
            }
        }
        if (left != null && isWorthless(left)) {
            removeRecord();
        }
    }

    /// Whether nothing is left to go on with, or nothing is left to do.
    private boolean isWorthless(RunRecord.Placed placed) {
        String place = place(placed);
        return !(place.equals(name) || place.startsWith(name + TEMPORARY))
                || place.contains("/")
                || parent.size(place + "/" + marker).isPresent()
                || parent.entries(place).isEmpty();
    }

    private Set<String> temporaries() {
        return parent.entriesThatBegin(name + TEMPORARY).keySet().stream()
                .filter(key -> key.indexOf('/') > 0)
                .map(key -> key.substring(0, key.indexOf('/')))
                .collect(Collectors.toSet());
    }

    private String place(RunRecord.Placed placed) {
        return placed.work().isEmpty() ? name : placed.work();
    }

    private void removeRecord() {
        left = null;
        parent.delete(name + RUN);
    }

    @Override
    public Location location() {
        return location;
    }

    @Override
    public boolean exists() {
        return !parent.entries(name).isEmpty();
    }

    @Override
    public Optional<RunRecord> interrupted() {
        return Optional.ofNullable(left).map(RunRecord.Placed::run);
    }

    @Override
    public WritableStore begin() {
        RunRecord.Placed before = left;
        if (before != null) {
            if (!before.work().isEmpty()) {
                removeAll(before.work(), parent.entries(before.work()).keySet());
            }
            removeRecord();
        }
        return writeAt(exists() ? name + TEMPORARY + UUID.randomUUID() : name);
    }

    @Override
    public WritableStore resume() {
        RunRecord.Placed before = left;
        if (before == null) {
            throw new IllegalStateException("nothing was interrupted");
        }
        abortUploads(place(before));
        return writeAt(place(before));
    }

    private WritableStore writeAt(String place) {
        work = place;
        created = true;
        return new S3Store(location.sibling(place), settings);
    }

    @Override
    public void record(RunRecord run) {
        String place = workPrefix();
        String text = run.json(place.equals(name) ? "" : place);
        parent.put(name + RUN, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String workPrefix() {
        String place = work;
        if (place == null) {
            throw new IllegalStateException("nothing was begun");
        }
        return place;
    }

    // --- publishing

    @Override
    public void publish() {
        String place = workPrefix();
        Set<String> copied = place.equals(name) ? Set.of() : replace(place);
        created = false;
        removeRecord();
        removeAll(place, copied);
    }

    /// Copies a complete replacement to the target, and returns its keys. Doing it again after it was
    /// interrupted does no harm.
    private Set<String> replace(String place) {
        requireLock();
        NavigableMap<String, S3Client.Entry> old = parent.entries(name);
        NavigableMap<String, S3Client.Entry> fresh = parent.entries(place);
        hide(old.keySet());
        List<String> data =
                fresh.keySet().stream().filter(key -> !isDocument(key)).toList();
        copy(place, data, fresh);
        for (List<String> step : documents(fresh.keySet())) {
            copy(place, step, fresh);
        }
        var present = new HashSet<String>();
        fresh.keySet().forEach(key -> present.add(moved(place, key)));
        parent.deleteAll(
                old.keySet().stream().filter(key -> !present.contains(key)).toList());
        return fresh.keySet();
    }

    /// Takes the documents of the old store away, the root's first, so that nobody reads half of it.
    private void hide(Set<String> keys) {
        requireLock();
        if (keys.contains(name + "/" + marker)) {
            parent.delete(name + "/" + marker);
        }
        parent.deleteAll(keys.stream().filter(TargetPrefix::isDocument).toList());
    }

    private void copy(String place, List<String> keys, NavigableMap<String, S3Client.Entry> sizes) {
        requireLock();
        Tasks.forEach(keys, REQUESTS, key -> {
            S3Client.Entry entry = sizes.get(key);
            parent.copy(key, moved(place, key), entry == null ? 0 : entry.size());
        });
    }

    private String moved(String place, String key) {
        return name + key.substring(place.length());
    }

    /// The documents in steps: deepest first, the root's last (rule R9).
    private static List<List<String>> documents(Set<String> keys) {
        var byDepth = new TreeMap<Long, List<String>>(Comparator.reverseOrder());
        keys.stream().filter(TargetPrefix::isDocument).forEach(key -> byDepth.computeIfAbsent(
                        key.chars().filter(c -> c == '/').count(), _ -> new ArrayList<>())
                .add(key));
        return List.copyOf(byDepth.values());
    }

    private static boolean isDocument(String key) {
        return key.endsWith("/zarr.json");
    }

    private void requireLock() {
        if (lock != null) {
            lock.require();
        }
    }

    @Override
    public void discard() {
        parent.uploads(name + "/").forEach(parent::abort);
        parent.uploads(name + TEMPORARY).forEach(parent::abort);
        if (left != null) {
            removeAll(place(left), parent.entries(place(left)).keySet());
            removeRecord();
        }
        // Whoever was killed at the very start has left no record, but a lock, without which nobody asks.
        NavigableMap<String, S3Client.Entry> present = parent.entries(name);
        if (!present.containsKey(name + "/" + marker)) {
            removeAll(name, present.keySet());
        }
    }

    @Override
    public void keep() {
        kept = true;
    }

    @Override
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    // --- the end

    @Override
    public void close() {
        try (parent;
                lock) {
            if (created && !kept) {
                String place = workPrefix();
                abortUploads(place);
                removeAll(place, parent.entries(place).keySet());
                parent.delete(name + RUN);
            }
        }
    }

    /// Removes a store, its last object first, so that the rest counts as nothing.
    private void removeAll(String place, Set<String> keys) {
        if (keys.contains(place + "/" + marker)) {
            parent.delete(place + "/" + marker);
        }
        parent.deleteAll(keys);
    }

    private void abortUploads(String place) {
        try {
            parent.uploads(place + "/").forEach(parent::abort);
        } catch (ZarrgoException refused) {
            if (refused.code() != FailureCode.FORBIDDEN) {
                throw refused;
            }
        }
    }
}
