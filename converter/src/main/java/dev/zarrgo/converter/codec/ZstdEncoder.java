package dev.zarrgo.converter.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;

/// Encodes chunks as plain frames of zstd, the form that EOPF products of Zarr v3 have.
///
/// One thread at a time; a result is valid until the next call.
public final class ZstdEncoder implements AutoCloseable {

    private final ZstdCompressCtx zstd;
    private byte[] interleaved = {};
    private byte[] compressed = {};

    /// @param level as zstd counts
    public ZstdEncoder(int level) {
        this.zstd = new ZstdCompressCtx().setLevel(level);
    }

    /// Encodes the first `elements` elements of `strip`, least significant byte first.
    public ByteBuffer encode(Planes strip, int elements) {
        int typeBytes = strip.typeBytes();
        if (typeBytes == 1) {
            return encode(strip.plane(0), elements);
        }
        if (interleaved.length < elements * typeBytes) {
            interleaved = new byte[elements * typeBytes];
        }
        for (int plane = 0; plane < typeBytes; plane++) {
            byte[] bytes = strip.plane(plane);
            for (int i = 0, at = plane; i < elements; i++, at += typeBytes) {
                interleaved[at] = bytes[i];
            }
        }
        return encode(interleaved, elements * typeBytes);
    }

    /// Encodes the first `length` bytes of `content`.
    public ByteBuffer encode(byte[] content, int length) {
        int bound = Math.toIntExact(Zstd.compressBound(length));
        if (compressed.length < bound) {
            compressed = new byte[bound];
        }
        int size = zstd.compressByteArray(compressed, 0, compressed.length, content, 0, length);
        return ByteBuffer.wrap(compressed, 0, size);
    }

    @Override
    public void close() {
        zstd.close();
    }
}
