package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InsufficientResourcesException;
import dev.zarrgo.converter.store.Footprint;
import java.util.List;

/// How many strips fit the heap at the same time, and with them how many workers.
///
/// Everything large is counted: a worker's strip, its encoded form, the chunk being encoded, the strips
/// that coarser levels are filling, what the pool keeps for the next strips, and what distant stores hold.
/// Source: rule X10.
///
/// @param workers threads that the heap has room for
/// @param stripBytes of the largest strip
record MemoryPlan(int workers, long stripBytes) {

    /// Of the heap, for what is not pixels: metadata, classes, and the space for short-lived objects.
    private static final long RESERVED_BYTES = 96L << 20;

    /// Writers whose objects are being made visible while workers go on.
    static final int COMMITS_AT_ONCE = 4;

    /// Of a strip's size, what its encoded form has at most, usually.
    private static final double ENCODED_SHARE = 0.7;

    /// Of the strips in use, what the pool keeps beside them.
    private static final double KEPT_SHARE = 0.5;

    /// @param heapBytes of this process
    /// @param source what its store takes
    /// @param target what its store takes
    /// @param threads that are wanted, at least 1
    /// @throws InsufficientResourcesException if not even one worker fits
    static MemoryPlan of(List<RasterPlan> rasters, long heapBytes, Footprint source, Footprint target, int threads) {
        long strip = rasters.stream().mapToLong(MemoryPlan::stripBytes).max().orElse(0);
        long worker = rasters.stream()
                .mapToLong(raster -> workerBytes(raster) + storeBytes(raster, source, target))
                .max()
                .orElse(1);
        long committing = COMMITS_AT_ONCE * target.perWriter();
        long taken = RESERVED_BYTES + source.readAhead() + target.writeBuffer() + committing;
        long usable = Math.max(heapBytes / 4, heapBytes - taken);
        if (worker > usable) {
            throw new InsufficientResourcesException(
                    FailureCode.RESOURCES,
                    "a heap of %,d MB is too small: these chunks need %,d MB"
                            .formatted(heapBytes >> 20, (worker + RESERVED_BYTES) >> 20),
                    "choose a smaller --spatial-chunk, or give more heap, for example ZARRGO_HEAP=1g");
        }
        return new MemoryPlan(Math.clamp(usable / worker, 1, threads), strip);
    }

    /// Room for the encoded form of a strip.
    int encodedBytes() {
        return (int) Math.min(Integer.MAX_VALUE - 8, (long) (ENCODED_SHARE * stripBytes));
    }

    /// What the pool may keep.
    long keptBytes() {
        return (long) (KEPT_SHARE * workers * stripBytes);
    }

    private static long workerBytes(RasterPlan raster) {
        double shares = 1 + ENCODED_SHARE + KEPT_SHARE;
        return (long) (shares * stripBytes(raster)) + 2 * chunkBytes(raster) + coarserBytes(raster.finest());
    }

    /// A reader for every column of chunks, a writer for every level.
    private static long storeBytes(RasterPlan raster, Footprint source, Footprint target) {
        List<Integer> chunk = raster.source().chunkShape();
        long chunkBytes = (long) chunk.get(0)
                * chunk.get(1)
                * raster.source().storedType().bytes();
        int columns = raster.source().grid().get(1);
        return columns * Math.min(source.perReader(), chunkBytes) + writerBytes(raster.finest(), target);
    }

    private static long writerBytes(LevelPlan level, Footprint target) {
        long arrayBytes = (long) level.height() * level.width() * typeBytes(level);
        return Math.min(target.perWriter(), arrayBytes)
                + level.coarser().stream()
                        .mapToLong(child -> writerBytes(child, target))
                        .sum();
    }

    private static long stripBytes(RasterPlan raster) {
        return bytes(raster.finest());
    }

    private static long chunkBytes(RasterPlan raster) {
        List<Integer> chunk = raster.finest().target().innerChunkShape();
        return (long) chunk.get(0) * chunk.get(1) * typeBytes(raster.finest());
    }

    private static long coarserBytes(LevelPlan level) {
        return level.coarser().stream()
                .mapToLong(child -> bytes(child) + coarserBytes(child))
                .sum();
    }

    private static long bytes(LevelPlan level) {
        return (long) level.stripRows() * level.width() * typeBytes(level);
    }

    private static int typeBytes(LevelPlan level) {
        return level.target().storedType().bytes();
    }
}
