package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.BitShuffleEncoder;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.store.ObjectWriter;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.task.Job;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Paints and encodes one chunk of a product of Zarr v2.
///
/// A chunk may be a whole raster of hundreds of megabytes; its blocks are encoded by all workers, a few
/// blocks a task. The last task writes the chunk; until then only compressed blocks are held.
final class BloscChunkJob implements Job<SampleContext> {

    private static final int BLOCKS_PER_TASK = 8;

    private final RasterChunk chunk;
    private final WritableStore store;
    private final Meter meter;
    private final Cancellation cancellation;
    private final int blockElements;
    private final byte[][] blocks;
    private final AtomicInteger waiting;
    private int next;

    BloscChunkJob(RasterChunk chunk, WritableStore store, Meter meter, Cancellation cancellation) {
        this.chunk = chunk;
        this.store = store;
        this.meter = meter;
        this.cancellation = cancellation;
        this.blockElements = BitShuffleEncoder.blockElements(chunk.typeBytes());
        this.blocks = new byte[Math.ceilDiv(chunk.elements(), blockElements)][];
        this.waiting = new AtomicInteger(blocks.length);
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public List<Task<SampleContext>> step(SampleContext context) {
        int first = next;
        int end = Math.min(first + BLOCKS_PER_TASK, blocks.length);
        next = end;
        return List.of(worker -> encode(first, end, worker));
    }

    private void encode(int first, int end, SampleContext context) {
        int width = chunk.width();
        int from = first * blockElements;
        int to = Math.min(end * blockElements, chunk.elements());
        int row = from / width;
        int rows = Math.ceilDiv(to, width) - row;
        Planes strip = context.strip(chunk.typeBytes(), rows * width);
        chunk.paint(context.painter(chunk.path()), row, rows, strip);
        for (int block = first; block < end; block++) {
            int start = block * blockElements;
            int count = Math.min(blockElements, chunk.elements() - start);
            blocks[block] = context.bitShuffle().block(strip, start - row * width, count);
        }
        meter.add((long) (to - from) * chunk.typeBytes());
        if (waiting.addAndGet(first - end) == 0) {
            write();
        }
    }

    private void write() {
        List<byte[]> all = Arrays.asList(blocks);
        try (ObjectWriter writer = store.create(chunk.key())) {
            writer.append(BitShuffleEncoder.head(chunk.typeBytes(), chunk.bytes(), all));
            for (byte[] block : all) {
                cancellation.check();
                writer.append(ByteBuffer.wrap(block));
            }
            writer.commit();
        }
        close();
    }

    @Override
    public boolean isFinished() {
        return next == blocks.length;
    }

    @Override
    public void close() {
        Arrays.fill(blocks, null);
    }
}
