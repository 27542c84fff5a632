package dev.zarrgo.converter.raster;

/// Decodes unsigned 16-bit digital numbers to float32 by a table: `(float) (DN * scale + offset)` in
/// double, nodata to NaN.
///
/// Source: rule R29.
public final class FloatDecoding {

    private static final int PIXELS_PER_CALL = 1024;

    private final int[] bits = new int[1 << 16];

    /// @param nodata the digital number that becomes NaN, or a negative number for none
    public FloatDecoding(double scale, double offset, long nodata) {
        for (int number = 0; number < bits.length; number++) {
            float value = number == nodata ? Float.NaN : (float) (number * scale + offset);
            bits[number] = Float.floatToIntBits(value);
        }
    }

    /// Decodes `count` pixels from two byte planes into four.
    public void decode(byte[][] source, int offset, byte[][] target, int targetOffset, int count) {
        for (int done = 0; done < count; done += PIXELS_PER_CALL) {
            int n = Math.min(PIXELS_PER_CALL, count - done);
            decode(source[0], source[1], offset + done, target, targetOffset + done, n, bits);
        }
    }

    private static void decode(
            byte[] low, byte[] high, int offset, byte[][] target, int targetOffset, int count, int[] bits) {
        byte[] first = target[0];
        byte[] second = target[1];
        byte[] third = target[2];
        byte[] fourth = target[3];
        for (int i = 0; i < count; i++) {
            int value = bits[(low[offset + i] & 0xFF) | ((high[offset + i] & 0xFF) << 8)];
            first[targetOffset + i] = (byte) value;
            second[targetOffset + i] = (byte) (value >> 8);
            third[targetOffset + i] = (byte) (value >> 16);
            fourth[targetOffset + i] = (byte) (value >> 24);
        }
    }
}
