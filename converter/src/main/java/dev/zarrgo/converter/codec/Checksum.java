package dev.zarrgo.converter.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// The `crc32c` codec: four bytes behind the data, little-endian.
///
/// Source: <https://zarr-specs.readthedocs.io/en/latest/v3/codecs/crc32c/index.html>
public final class Checksum {

    public static final int BYTES = 4;

    private Checksum() {}

    /// The checksum of the remaining bytes of `data`.
    public static int of(ByteBuffer data) {
        var crc = new CRC32C();
        crc.update(data);
        return (int) crc.getValue();
    }

    /// The data in front of its checksum.
    ///
    /// @throws CorruptChunkException if the checksum is another
    public static byte[] verified(byte[] data) {
        int length = data.length - BYTES;
        if (length < 0) {
            throw new CorruptChunkException("too short for its checksum");
        }
        int stated = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getInt(length);
        int actual = of(ByteBuffer.wrap(data, 0, length));
        if (stated != actual) {
            throw new CorruptChunkException("checksum is %08x, the bytes give %08x".formatted(stated, actual));
        }
        return Arrays.copyOf(data, length);
    }
}
