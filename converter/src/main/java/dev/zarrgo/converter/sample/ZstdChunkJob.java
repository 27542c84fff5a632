package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.task.Job;
import java.util.List;

/// Paints, encodes and writes one chunk of a product of Zarr v3. Chunks that are all fill are not written.
final class ZstdChunkJob implements Job<SampleContext> {

    private final RasterChunk chunk;
    private final WritableStore store;
    private final Meter meter;
    private boolean finished;

    ZstdChunkJob(RasterChunk chunk, WritableStore store, Meter meter) {
        this.chunk = chunk;
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
        return List.of(this::encode);
    }

    private void encode(SampleContext context) {
        Planes strip = context.strip(chunk.typeBytes(), chunk.elements());
        chunk.paint(context.painter(chunk.path()), 0, chunk.rows(), strip);
        if (!chunk.isFill(strip)) {
            store.put(chunk.key(), context.zstd().encode(strip, chunk.elements()));
        }
        meter.add(chunk.bytes());
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
