package dev.zarrgo.converter.stage;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.ObjectReader;
import dev.zarrgo.converter.store.ObjectWriter;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.task.Tasks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Copies a product object by object, and makes sure that all of it has arrived.
///
/// Source: rules P23–P25.
public final class ProductCopy {

    /// Providers from which a copy is worth its while (rule P20).
    public static final String COPYABLE_HOSTS = "objects.eodc.eu";

    private static final int PIECE_BYTES = 1 << 20;

    private final Store source;
    private final WritableStore target;
    private final CopyMeter meter;
    private final Cancellation cancellation;

    private ProductCopy(Store source, WritableStore target, CopyMeter meter, Cancellation cancellation) {
        this.source = source;
        this.target = target;
        this.meter = meter;
        this.cancellation = cancellation;
    }

    /// Copies what is not at the target yet, and removes there what the product does not have.
    ///
    /// @param source can be listed
    /// @param workers objects under way at a time
    /// @throws UnusableSourceException if the product has no objects
    /// @throws UnavailableException if something else than the product has arrived
    public static CopyReport copy(
            Store source, WritableStore target, int workers, CopyMeter meter, Cancellation cancellation) {
        try (var _ = cancellation.interrupting()) {
            return new ProductCopy(source, target, meter, cancellation).copy(workers);
        }
    }

    /// Removes a copy.
    ///
    /// @return objects that were removed
    public static int remove(WritableStore copy) {
        NavigableMap<String, Long> objects = listed(copy);
        copy.deleteAll(objects.keySet());
        return objects.size();
    }

    private CopyReport copy(int workers) {
        NavigableMap<String, Long> objects = listed(source);
        if (objects.isEmpty()) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_NOT_FOUND,
                    "%s holds no objects".formatted(source.location()),
                    "check the location");
        }
        long bytes = sum(objects);
        meter.found(objects.size(), bytes);
        List<String> missing = missing(objects);
        Tasks.forEach(missing, workers, key -> {
            cancellation.check();
            copy(key);
            meter.done(objects.getOrDefault(key, 0L));
        });
        cancellation.check();
        verify(objects);
        return new CopyReport(objects.size(), bytes, missing.size());
    }

    /// What is not there with the same size and tag. The rest of an earlier product of this name goes.
    private List<String> missing(NavigableMap<String, Long> objects) {
        NavigableMap<String, Long> there = there();
        Map<String, String> tags = source.tags("").orElseGet(TreeMap::new);
        Map<String, String> tagsThere = target.tags("").orElseGet(TreeMap::new);
        target.deleteAll(
                there.keySet().stream().filter(key -> !objects.containsKey(key)).toList());
        var missing = new ArrayList<String>();
        objects.forEach((key, size) -> {
            boolean same = size.equals(there.get(key))
                    && tags.containsKey(key)
                    && tags.getOrDefault(key, "").equals(tagsThere.get(key));
            if (same) {
                meter.done(size);
            } else {
                missing.add(key);
            }
        });
        return missing;
    }

    private NavigableMap<String, Long> there() {
        try {
            return listed(target);
        } catch (UnusableSourceException absent) {
            throw new RefusedException(
                    FailureCode.SERVICE_REFUSED, String.valueOf(absent.getMessage()), absent.advice(), absent);
        }
    }

    private void copy(String key) {
        try (ObjectReader reader = source.open(key).orElseThrow(() -> changed(key));
                ObjectWriter writer = target.create(key)) {
            long size = reader.size();
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, size));
            for (long position = 0; position < size; position += piece.limit()) {
                piece.clear().limit((int) Math.min(piece.capacity(), size - position));
                reader.read(position, piece);
                writer.append(piece.flip());
            }
            writer.commit();
        }
    }

    private UnavailableException changed(String key) {
        return new UnavailableException(
                FailureCode.SOURCE_CHANGED, "%s/%s has gone while it was copied".formatted(source.location(), key));
    }

    private void verify(NavigableMap<String, Long> objects) {
        NavigableMap<String, Long> arrived = listed(target);
        if (arrived.size() != objects.size() || sum(arrived) != sum(objects)) {
            throw incomplete("%,d of %,d objects and %,d of %,d bytes have arrived"
                    .formatted(arrived.size(), objects.size(), sum(arrived), sum(objects)));
        }
        Optional<String> some = objects.keySet().stream()
                .filter(key -> objects.getOrDefault(key, 0L) > 0)
                .findFirst();
        some.ifPresent(this::readBack);
    }

    private void readBack(String key) {
        try (ObjectReader reader = target.open(key).orElseThrow(() -> incomplete(key + " is not there"))) {
            reader.read(0, ByteBuffer.allocate(1));
        }
    }

    private UnavailableException incomplete(String what) {
        return new UnavailableException(
                FailureCode.COPY_INCOMPLETE,
                "the copy of %s at %s is not whole: %s".formatted(source.location(), target.location(), what),
                "run again; what has arrived is not copied twice");
    }

    private static long sum(NavigableMap<String, Long> objects) {
        return objects.values().stream().mapToLong(Long::longValue).sum();
    }

    private static NavigableMap<String, Long> listed(Store store) {
        return store.sizes("")
                .orElseThrow(() -> new RefusedException(
                        FailureCode.FORBIDDEN,
                        "%s cannot be listed".formatted(store.location()),
                        "copying needs the right to list; or convert without a copy (--mode passthrough)"));
    }
}
