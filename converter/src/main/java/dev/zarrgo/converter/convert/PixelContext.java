package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.codec.ChunkEncoder;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.task.WorkerContext;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.EncodedChunks;
import dev.zarrgo.converter.zarr.FillValues;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Buffers and codec contexts of one worker.
final class PixelContext implements WorkerContext {

    private record Shape(int typeBytes, int rows, int columns, int fill, int level) {}

    private final DecodeScratch scratch = new DecodeScratch();
    private final EncodedChunks encoded = new EncodedChunks();
    private final Map<Shape, ChunkEncoder> encoders = new HashMap<>();

    DecodeScratch scratch() {
        return scratch;
    }

    /// Where this worker puts the chunks of one strip.
    EncodedChunks encoded() {
        return encoded;
    }

    /// The encoder for the chunks of an array.
    ChunkEncoder encoder(ArrayMetadata target) {
        byte[] fill = FillValues.stored(target);
        int rows = target.innerChunkShape().get(0);
        int columns = target.innerChunkShape().get(1);
        int level = Codecs.zstdLevel(target);
        var shape = new Shape(fill.length, rows, columns, Arrays.hashCode(fill), level);
        return encoders.computeIfAbsent(shape, _ -> new ChunkEncoder(fill.length, rows, columns, fill, level));
    }

    @Override
    public void close() {
        scratch.close();
        encoders.values().forEach(ChunkEncoder::close);
    }
}
