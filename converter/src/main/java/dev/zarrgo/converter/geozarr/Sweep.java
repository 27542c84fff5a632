package dev.zarrgo.converter.geozarr;

import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.store.Footprint;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.task.Tasks;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Checks that read from a store, side by side where it is far away: its answers are then waited for
/// together.
///
/// @param found gets what they find, in the order of what is checked
record Sweep(Store store, Findings found) {

    private static final int AT_ONCE = 16;

    /// Memory of all that is checked at a time.
    private static final long BYTES_AT_ONCE = 32L << 20;

    /// What is done with each.
    @FunctionalInterface
    interface Check<T> {
        void run(T item, Findings found, DecodeScratch scratch);
    }

    /// @param bytesEach memory that a check takes, at most
    <T> void each(List<T> items, double bytesEach, Check<T> check) {
        List<Findings> parts =
                Stream.generate(Findings::new).limit(items.size()).toList();
        var free = new ConcurrentLinkedQueue<DecodeScratch>();
        try {
            Tasks.forEach(IntStream.range(0, items.size()).boxed().toList(), atOnce(bytesEach), i -> {
                DecodeScratch known = free.poll();
                DecodeScratch scratch = known == null ? new DecodeScratch() : known;
                try {
                    check.run(items.get(i), parts.get(i), scratch);
                } finally {
                    free.add(scratch);
                }
            });
        } finally {
            free.forEach(DecodeScratch::close);
        }
        parts.forEach(found::addAll);
    }

    private int atOnce(double bytesEach) {
        boolean near = store.footprint().equals(Footprint.NONE);
        return near ? 1 : Math.clamp((long) (BYTES_AT_ONCE / Math.max(1, bytesEach)), 1, AT_ONCE);
    }
}
