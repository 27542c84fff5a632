package dev.zarrgo.converter.codec;

import com.github.luben.zstd.ZstdException;
import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.lz4.Lz4JavaDecompressor;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Decompresses one stream of a blosc block.
final class BlockDecompressor {

    private BlockDecompressor() {}

    /// Fills `count` bytes of `target` from the `length` bytes at `position` of `source`.
    ///
    /// @throws CorruptChunkException if the stream does not hold exactly that many bytes
    static void decompress(
            int compressor,
            ByteBuffer source,
            int position,
            int length,
            byte[] target,
            int offset,
            int count,
            DecodeScratch scratch) {
        int decoded =
                switch (compressor) {
                    case BloscHeader.ZSTD -> zstd(source, position, length, target, offset, count, scratch);
                    case BloscHeader.LZ4 -> lz4(source, position, length, target, offset, count, scratch);
                    case BloscHeader.ZLIB -> zlib(source, position, length, target, offset, count);
                    case BloscHeader.BLOSCLZ -> blosclz(source, position, length, target, offset, count, scratch);
                    default ->
                        throw new CorruptChunkException("unknown compressor %d in a blosc frame".formatted(compressor));
                };
        if (decoded != count) {
            throw new CorruptChunkException("a block decodes to %d instead of %d bytes".formatted(decoded, count));
        }
    }

    private static int zstd(
            ByteBuffer source, int position, int length, byte[] target, int offset, int count, DecodeScratch scratch) {
        try {
            return scratch.zstd()
                    .decompressDirectByteBufferToByteArray(target, offset, count, source, position, length);
        } catch (ZstdException broken) {
            throw new CorruptChunkException("zstd: " + broken.getMessage(), broken);
        }
    }

    private static int lz4(
            ByteBuffer source, int position, int length, byte[] target, int offset, int count, DecodeScratch scratch) {
        try {
            byte[] copy = copy(source, position, length, scratch);
            return new Lz4JavaDecompressor().decompress(copy, 0, length, target, offset, count);
        } catch (MalformedInputException broken) {
            throw new CorruptChunkException("lz4: " + broken.getMessage(), broken);
        }
    }

    private static int blosclz(
            ByteBuffer source, int position, int length, byte[] target, int offset, int count, DecodeScratch scratch) {
        BloscLz.decompress(copy(source, position, length, scratch), 0, length, target, offset, count);
        return count;
    }

    private static int zlib(ByteBuffer source, int position, int length, byte[] target, int offset, int count) {
        try (var inflater = new Inflater()) {
            inflater.setInput(source.slice(position, length));
            int done = 0;
            while (done < count) {
                int n = inflater.inflate(target, offset + done, count - done);
                if (n == 0) {
                    break;
                }
                done += n;
            }
            if (done == count && !inflater.finished()) {
                throw new CorruptChunkException("zlib: the stream does not end with its block");
            }
            return done;
        } catch (DataFormatException broken) {
            throw new CorruptChunkException("zlib: " + broken.getMessage(), broken);
        }
    }

    private static byte[] copy(ByteBuffer source, int position, int length, DecodeScratch scratch) {
        byte[] copy = scratch.heap(length);
        source.get(position, copy, 0, length);
        return copy;
    }
}
