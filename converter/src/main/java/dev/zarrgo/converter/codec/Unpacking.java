package dev.zarrgo.converter.codec;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// The stream form of the compressors that are one stream.
final class Unpacking {

    private static final int BUFFER_BYTES = 64 * 1024;

    private Unpacking() {}

    static InputStream stream(Codec codec, InputStream packed) {
        try {
            return switch (codec) {
                case Codec.Zstd _ -> new ZstdInputStreamNoFinalizer(packed);
                case Codec.Gzip _ -> new GZIPInputStream(packed, BUFFER_BYTES);
                case Codec.Zlib _ -> new InflaterInputStream(packed);
                default -> throw new IllegalArgumentException(codec.zarrName() + " is no stream");
            };
        } catch (IOException broken) {
            throw corrupt(broken);
        }
    }

    static CorruptChunkException corrupt(IOException broken) {
        String text = broken.getMessage();
        return new CorruptChunkException(text == null ? broken.getClass().getSimpleName() : text, broken);
    }
}
