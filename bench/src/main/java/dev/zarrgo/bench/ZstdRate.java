package dev.zarrgo.bench;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// The rate of libzstd itself on the blocks of a conversion: decompresses every block of the source,
/// compresses every block of the target, and does nothing else while the clock runs.
final class ZstdRate {

    private static final int HEADER_BYTES = 16;
    private static final int STORED = 0x02;

    private final ConcurrentLinkedQueue<Path> sources = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Path> targets = new ConcurrentLinkedQueue<>();
    private final LongAdder decompressNanos = new LongAdder();
    private final LongAdder decompressedBytes = new LongAdder();
    private final LongAdder compressNanos = new LongAdder();
    private final LongAdder compressedBytes = new LongAdder();

    private ZstdRate() {}

    /// `PRODUCT STORE THREADS`: prints thread-seconds and bytes.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var rate = new ZstdRate();
        addObjects(Path.of(arguments[0]), rate.sources, "quicklook");
        addObjects(Path.of(arguments[1]), rate.targets, "nothing");
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            threads.add(Thread.ofPlatform().start(rate::work));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.printf(
                "{\"decompress_thread_s\": %.3f, \"decompressed_bytes\": %d,"
                        + " \"compress_thread_s\": %.3f, \"compressed_bytes\": %d}%n",
                rate.decompressNanos.sum() / 1e9,
                rate.decompressedBytes.sum(),
                rate.compressNanos.sum() / 1e9,
                rate.compressedBytes.sum());
    }

    private static void addObjects(Path root, ConcurrentLinkedQueue<Path> queue, String without) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains(without))
                    .filter(file -> !file.getFileName().toString().matches("\\..*|zarr\\.json"))
                    .forEach(queue::add);
        }
    }

    private void work() {
        try (var decompressor = new ZstdDecompressCtx();
                var compressor = new ZstdCompressCtx().setLevel(1).setMinMatch(7)) {
            for (Path path = sources.poll(); path != null; path = sources.poll()) {
                for (Block block : blocks(Files.readAllBytes(path))) {
                    decompress(block, decompressor);
                }
            }
            for (Path path = targets.poll(); path != null; path = targets.poll()) {
                byte[] object = Files.readAllBytes(path);
                for (byte[] chunk : Shards.chunks(object)) {
                    for (Block block : blocks(chunk)) {
                        compress(block, decompressor, compressor);
                    }
                }
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void decompress(Block block, ZstdDecompressCtx context) {
        ByteBuffer direct = ByteBuffer.allocateDirect(block.length);
        direct.put(0, block.object, block.start, block.length);
        byte[] plain = new byte[block.plainLength];
        long start = System.nanoTime();
        context.decompressDirectByteBufferToByteArray(plain, 0, plain.length, direct, 0, block.length);
        decompressNanos.add(System.nanoTime() - start);
        decompressedBytes.add(plain.length);
    }

    private void compress(Block block, ZstdDecompressCtx decompressor, ZstdCompressCtx compressor) {
        byte[] plain = new byte[block.plainLength];
        decompressor.decompressByteArray(plain, 0, plain.length, block.object, block.start, block.length);
        byte[] packed = new byte[plain.length + (plain.length >> 7) + 1024];
        long start = System.nanoTime();
        compressor.compressByteArray(packed, 0, packed.length, plain, 0, plain.length);
        compressNanos.add(System.nanoTime() - start);
        compressedBytes.add(plain.length);
    }

    /// A zstd frame inside a blosc frame.
    private static final class Block {
        final byte[] object;
        final int start;
        final int length;
        final int plainLength;

        Block(byte[] object, int start, int length, int plainLength) {
            this.object = object;
            this.start = start;
            this.length = length;
            this.plainLength = plainLength;
        }
    }

    private static List<Block> blocks(byte[] frame) {
        var blocks = new ArrayList<Block>();
        if (frame.length < HEADER_BYTES || frame[0] != 2) {
            return blocks;
        }
        ByteBuffer header = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        int size = header.getInt(4);
        int blockSize = header.getInt(8);
        if ((frame[2] & STORED) != 0 || header.getInt(12) != frame.length || blockSize <= 0) {
            return blocks;
        }
        for (int block = 0; block * (long) blockSize < size; block++) {
            int at = header.getInt(HEADER_BYTES + 4 * block);
            int length = header.getInt(at);
            int plain = Math.min(blockSize, size - block * blockSize);
            if (length < plain) {
                blocks.add(new Block(frame, at + 4, length, plain));
            }
        }
        return blocks;
    }
}
