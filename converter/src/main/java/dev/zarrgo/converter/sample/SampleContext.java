package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.BitShuffleEncoder;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.codec.ZstdEncoder;
import dev.zarrgo.converter.task.WorkerContext;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Buffers, codec contexts and the painter of one worker.
final class SampleContext implements WorkerContext {

    private final Painters painters;
    private final BitShuffleEncoder bitShuffle;
    private final ZstdEncoder zstd;
    private final Map<Integer, Planes> strips = new HashMap<>();
    private String path = "";
    private @Nullable Painter painter;

    /// @param bloscLevel level of zstd in blosc frames, as zstd counts
    /// @param zstdLevel level of plain zstd
    SampleContext(Painters painters, int bloscLevel, int zstdLevel) {
        this.painters = painters;
        this.bitShuffle = new BitShuffleEncoder(bloscLevel);
        this.zstd = new ZstdEncoder(zstdLevel);
    }

    BitShuffleEncoder bitShuffle() {
        return bitShuffle;
    }

    ZstdEncoder zstd() {
        return zstd;
    }

    /// The painter of a raster.
    Painter painter(String raster) {
        Painter current = painter;
        if (current == null || !raster.equals(path)) {
            current = painters.painter(raster);
            painter = current;
            path = raster;
        }
        return current;
    }

    /// Room for elements, until the next call.
    Planes strip(int typeBytes, int elements) {
        Planes strip = strips.get(typeBytes);
        if (strip == null || strip.capacity() < elements) {
            strip = new Planes(typeBytes, elements);
            strips.put(typeBytes, strip);
        }
        return strip;
    }

    @Override
    public void close() {
        bitShuffle.close();
        zstd.close();
    }
}
