package dev.zarrgo.converter.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A compressed blosc frame, block by block.
final class BloscFrame {

    private static final int MAX_BLOCK_BYTES = 64 << 20;

    private final ChunkBytes bytes;
    private final BloscHeader header;
    private final int[] starts;
    private final int[] sortedStarts;

    BloscFrame(ChunkBytes bytes, BloscHeader header, DecodeScratch scratch) {
        this.bytes = bytes;
        this.header = header;
        if (header.blockBytes() > MAX_BLOCK_BYTES) {
            throw new CorruptChunkException(
                    "a blosc block of %,d bytes; at most %,d are read".formatted(header.blockBytes(), MAX_BLOCK_BYTES));
        }
        int tableEnd = checkedTableEnd(header);
        ByteBuffer table = scratch.direct(tableEnd - BloscHeader.BYTES);
        bytes.read(BloscHeader.BYTES, table);
        this.starts = new int[header.blocks()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = table.getInt(4 * i);
            if (starts[i] < tableEnd || starts[i] >= header.storedBytes()) {
                throw new CorruptChunkException("block %d starts at byte %d".formatted(i, starts[i]));
            }
        }
        this.sortedStarts = starts.clone();
        Arrays.sort(sortedStarts);
    }

    private static int checkedTableEnd(BloscHeader header) {
        long end = BloscHeader.BYTES + 4L * header.blocks();
        if (end > header.storedBytes()) {
            throw new CorruptChunkException(
                    "%d stored bytes do not hold %d blocks".formatted(header.storedBytes(), header.blocks()));
        }
        return (int) end;
    }

    /// Reads and checks the header.
    ///
    /// @param decodedBytes what the frame has to hold, or -1 if any size will do
    static BloscHeader header(ChunkBytes bytes, int decodedBytes, DecodeScratch scratch) {
        if (bytes.length() < BloscHeader.BYTES) {
            throw new CorruptChunkException("%d bytes are too few for a blosc frame".formatted(bytes.length()));
        }
        ByteBuffer start = scratch.direct(BloscHeader.BYTES);
        bytes.read(0, start);
        BloscHeader header = BloscHeader.parse(start.flip());
        if (header.storedBytes() != bytes.length()) {
            throw new CorruptChunkException(
                    "stored object ends after %,d of %,d bytes".formatted(bytes.length(), header.storedBytes()));
        }
        if (decodedBytes >= 0 && header.bytes() != decodedBytes) {
            throw new CorruptChunkException(
                    "decodes to %,d instead of %,d bytes".formatted(header.bytes(), decodedBytes));
        }
        if (header.isStored() && header.storedBytes() != header.bytes() + BloscHeader.BYTES) {
            throw new CorruptChunkException("stores %,d instead of %,d bytes"
                    .formatted(header.storedBytes(), header.bytes() + BloscHeader.BYTES));
        }
        return header;
    }

    BloscHeader header() {
        return header;
    }

    /// Decompresses a block and leaves it shuffled.
    ///
    /// @param target room for a whole block from offset 0
    /// @return its decoded size
    int read(int block, byte[] target, DecodeScratch scratch) {
        int size = header.bytesOfBlock(block);
        int streams = header.streamsOf(size);
        if (size % streams != 0) {
            throw new CorruptChunkException(
                    "block %d of %d bytes has no %d streams of equal size".formatted(block, size, streams));
        }
        int streamBytes = size / streams;
        // A stream is never longer than what it holds; whatever lies behind belongs to no block.
        int length = Math.min(storedBytesOf(block), size + 4 * streams);
        ByteBuffer stored = scratch.direct(length);
        bytes.read(starts[block], stored);
        int at = 0;
        for (int i = 0; i < streams; i++) {
            if (length - at < 4) {
                throw new CorruptChunkException("block %d ends too early".formatted(block));
            }
            int count = stored.getInt(at);
            at += 4;
            if (count < 0 || count > length - at) {
                throw new CorruptChunkException("block %d states a stream of %d bytes".formatted(block, count));
            }
            if (count == streamBytes) {
                stored.get(at, target, i * streamBytes, count);
            } else {
                BlockDecompressor.decompress(
                        header.compressor(), stored, at, count, target, i * streamBytes, streamBytes, scratch);
            }
            at += count;
        }
        return size;
    }

    /// Stored size of a block, from the sorted table: blocks may be stored in any order.
    int storedBytesOf(int block) {
        int next = Arrays.binarySearch(sortedStarts, starts[block]) + 1;
        int end = next < sortedStarts.length ? sortedStarts[next] : header.storedBytes();
        return end - starts[block];
    }
}
