package dev.zarrgo.cli;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// A quarter of a gigabyte of zeros in a few bytes, by several compressors.
final class Bombs {

    private static final int ZSTD_MAGIC = 0xFD2FB528;

    /// The size of the content in eight bytes, and no window of its own.
    private static final byte ZSTD_SINGLE_SEGMENT = (byte) 0xE0;

    /// The last block: raw, empty.
    private static final byte[] ZSTD_END = {1, 0, 0};

    private static final int MEBIBYTES = 256;

    private interface Compressor {
        OutputStream around(OutputStream target) throws IOException;
    }

    private Bombs() {}

    static byte[] gzip() {
        return compressed(GZIPOutputStream::new);
    }

    static byte[] zlib() {
        return compressed(DeflaterOutputStream::new);
    }

    static byte[] zstd() {
        return compressed(ZstdOutputStream::new);
    }

    private static byte[] compressed(Compressor compressor) {
        var target = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        try (OutputStream out = compressor.around(target)) {
            for (int i = 0; i < MEBIBYTES; i++) {
                out.write(zeros);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return target.toByteArray();
    }

    /// A frame that says it holds so many bytes, and holds none.
    static byte[] zstdClaiming(long bytes) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(ZSTD_MAGIC)
                .put(ZSTD_SINGLE_SEGMENT)
                .putLong(bytes)
                .put(ZSTD_END)
                .array();
    }
}
