package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.task.Job;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.ChunkRuns;
import dev.zarrgo.converter.zarr.FillValues;
import java.nio.ByteBuffer;
import java.util.List;

/// Encodes and writes one small array.
final class SmallArrayJob implements Job<SampleContext> {

    private final String path;
    private final ArrayMetadata array;
    private final byte[] content;
    private final WritableStore store;
    private final Meter meter;
    private boolean finished;

    /// @param content all elements in C order, least significant byte first
    SmallArrayJob(String path, ArrayMetadata array, byte[] content, WritableStore store, Meter meter) {
        this.path = path;
        this.array = array;
        this.content = content;
        this.store = store;
        this.meter = meter;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public List<Task<SampleContext>> step(SampleContext context) {
        finished = true;
        return List.of(this::write);
    }

    private void write(SampleContext context) {
        for (List<Integer> index : ChunkRuns.indices(array.grid())) {
            store.put(path + "/" + array.chunkKeys().key(index), encoded(chunk(index), context));
        }
        meter.add(content.length);
    }

    private ByteBuffer encoded(byte[] chunk, SampleContext context) {
        return switch (array.codecs().getLast()) {
            case Codec.Blosc _ -> context.bitShuffle().chunk(array.type().bytes(), chunk);
            case Codec.Zstd _ -> context.zstd().encode(chunk, chunk.length);
            default -> ByteBuffer.wrap(chunk);
        };
    }

    /// The elements of a chunk; what lies outside the array is fill.
    private byte[] chunk(List<Integer> index) {
        if (array.shape().equals(array.chunkShape())) {
            return content;
        }
        byte[] fill = FillValues.bytes(array.type(), array.fillValue());
        int size = fill.length;
        byte[] chunk = new byte[array.chunkShape().stream().reduce(size, Math::multiplyExact)];
        for (int at = 0; at < chunk.length; at += size) {
            System.arraycopy(fill, 0, chunk, at, size);
        }
        ChunkRuns.forEach(
                array.shape(),
                array.chunkShape(),
                index,
                (inArray, inChunk, length) ->
                        System.arraycopy(content, inArray * size, chunk, inChunk * size, length * size));
        return chunk;
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
