package dev.zarrgo.converter.zarr;

import dev.zarrgo.converter.codec.ChunkEncoder;
import dev.zarrgo.converter.codec.Planes;
import java.util.Arrays;

/// The encoded inner chunks of a strip, in row-major order, one behind the other.
///
/// One thread at a time; meant to be used again for the next strip.
public final class EncodedChunks {

    private byte[] bytes;
    private int[] lengths = new int[0];
    private int count;
    private int size;

    public EncodedChunks() {
        this(0);
    }

    /// @param capacity bytes that it is expected to hold; it grows when that is not enough
    public EncodedChunks(int capacity) {
        this.bytes = new byte[capacity];
    }

    /// Encodes every chunk that has a row in `strip`, whose first row is the first row of a chunk.
    ///
    /// @param beforeEach is called before each chunk, and may throw to end it
    public void encode(ChunkEncoder encoder, Planes strip, int chunkRows, int chunkColumns, Runnable beforeEach) {
        count = 0;
        size = 0;
        for (int row = 0; row < strip.rows(); row += chunkRows) {
            for (int column = 0; column < strip.width(); column += chunkColumns) {
                beforeEach.run();
                reserve(encoder.bound());
                int length = encoder.encode(strip, row, column, bytes, size);
                add(length);
            }
        }
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + bytes.length / 2));
        }
    }

    private void add(int length) {
        if (count == lengths.length) {
            lengths = Arrays.copyOf(lengths, Math.max(16, 2 * count));
        }
        lengths[count++] = length;
        size += length;
    }

    /// A copy of exactly this content.
    EncodedChunks copy() {
        var copy = new EncodedChunks();
        copy.bytes = Arrays.copyOf(bytes, size);
        copy.lengths = Arrays.copyOf(lengths, count);
        copy.count = count;
        copy.size = size;
        return copy;
    }

    byte[] bytes() {
        return bytes;
    }

    /// Bytes of all chunks together.
    int size() {
        return size;
    }

    int count() {
        return count;
    }

    /// Stored bytes of a chunk; 0 if it is all fill value and not stored.
    int length(int chunk) {
        return lengths[chunk];
    }
}
