package dev.zarrgo.converter.codec;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What one thread needs to decode, kept from chunk to chunk. Not safe for use by several threads.
public final class DecodeScratch implements AutoCloseable {

    private static final int INITIAL_BYTES = 256 * 1024;

    final byte[] group = new byte[BitShuffle.GROUP];
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private ByteBuffer direct = allocate(INITIAL_BYTES);
    private byte[] heap = new byte[0];

    ZstdDecompressCtx zstd() {
        return zstd;
    }

    /// An empty direct buffer with room for `bytes`, little-endian; the next call takes it back.
    ByteBuffer direct(int bytes) {
        if (direct.capacity() < bytes) {
            direct = allocate(bytes);
        }
        return direct.clear().limit(bytes);
    }

    /// An array of at least `bytes` bytes with undefined content; the next call takes it back.
    byte[] heap(int bytes) {
        if (heap.length < bytes) {
            heap = new byte[bytes];
        }
        return heap;
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
        zstd.close();
    }
}
