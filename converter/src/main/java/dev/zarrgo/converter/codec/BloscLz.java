package dev.zarrgo.converter.codec;

/// Decompresses BloscLZ, the compressor of blosc's own.
///
/// Source: the format comment of FastLZ, level 2, from which it derives; checked against c-blosc 1.21.
final class BloscLz {

    private static final int FAR_DISTANCE = 8191;

    private BloscLz() {}

    /// Decompresses exactly `targetLength` bytes.
    static void decompress(
            byte[] source, int sourceOffset, int sourceLength, byte[] target, int targetOffset, int targetLength) {
        int in = sourceOffset;
        int end = sourceOffset + sourceLength;
        int out = targetOffset;
        int limit = targetOffset + targetLength;
        try {
            int control = source[in++] & 31;
            while (true) {
                if (control < 32) {
                    int count = control + 1;
                    if (count > end - in || count > limit - out) {
                        throw new CorruptChunkException("a literal run of blosclz leaves its block");
                    }
                    System.arraycopy(source, in, target, out, count);
                    in += count;
                    out += count;
                } else {
                    int count = (control >>> 5) - 1;
                    int high = (control & 31) << 8;
                    if (count == 6) {
                        int more;
                        do {
                            more = source[in++] & 0xFF;
                            count += more;
                        } while (more == 255 && count < targetLength);
                    }
                    int low = source[in++] & 0xFF;
                    int distance = high + low + 1;
                    if (low == 255 && high == 31 << 8) {
                        distance = ((source[in++] & 0xFF) << 8) + (source[in++] & 0xFF) + FAR_DISTANCE + 1;
                    }
                    count += 3;
                    int from = out - distance;
                    if (from < targetOffset || count > limit - out) {
                        throw new CorruptChunkException("a match of blosclz leaves its block");
                    }
                    for (int i = 0; i < count; i++) {
                        target[out + i] = target[from + i];
                    }
                    out += count;
                }
                if (in >= end) {
                    break;
                }
                control = source[in++] & 0xFF;
            }
        } catch (IndexOutOfBoundsException truncated) {
            throw new CorruptChunkException("a block of blosclz ends too early", truncated);
        }
        if (in > end) {
            throw new CorruptChunkException("a block of blosclz ends too early");
        }
        if (out != limit) {
            throw new CorruptChunkException(
                    "a block of blosclz decodes to %d of %d bytes".formatted(out - targetOffset, targetLength));
        }
    }
}
