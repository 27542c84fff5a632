package dev.zarrgo.converter.raster;

import java.util.OptionalLong;

/// Mean of unsigned 16-bit integers whose nodata value is 0: reflectance, the bulk of the work.
///
/// Sums whole blocks first and counts zeros only where a block has one. [IntegerMeanReducer] is its test
/// oracle.
final class PackedMeanReducer extends Reducer {

    private static final int NODATA = 0;
    private static final int MAXIMUM = 0xFFFF;
    private static final int PIXELS_PER_CALL = 256;

    private final Reducer plain = new IntegerMeanReducer(2, false, OptionalLong.of(NODATA));

    @Override
    public void reduceRow(
            byte[][] source, int offset, int stride, int factor, byte[][] target, int targetOffset, int columns) {
        if (factor > 64) {
            plain.reduceRow(source, offset, stride, factor, target, targetOffset, columns);
            return;
        }
        for (int c = 0; c < columns; c += PIXELS_PER_CALL) {
            int count = Math.min(PIXELS_PER_CALL, columns - c);
            int at = offset + c * factor;
            int to = targetOffset + c;
            if (factor == 2) {
                two(source[0], source[1], at, stride, target[0], target[1], to, count);
            } else {
                many(source[0], source[1], at, stride, factor, target[0], target[1], to, count);
            }
        }
    }

    private static void two(
            byte[] low, byte[] high, int offset, int stride, byte[] targetLow, byte[] targetHigh, int to, int count) {
        int upper = offset;
        int lower = offset + stride;
        for (int c = 0; c < count; c++) {
            int a = (low[upper] & 0xFF) | ((high[upper] & 0xFF) << 8);
            int b = (low[upper + 1] & 0xFF) | ((high[upper + 1] & 0xFF) << 8);
            int d = (low[lower] & 0xFF) | ((high[lower] & 0xFF) << 8);
            int e = (low[lower + 1] & 0xFF) | ((high[lower + 1] & 0xFF) << 8);
            int sum = a + b + d + e;
            int mean;
            if (a != 0 && b != 0 && d != 0 && e != 0) {
                mean = sum >> 2;
                int rest = sum & 3;
                mean += rest + (mean & 1) > 2 ? 1 : 0; // half goes to even
            } else {
                int valid = (a != 0 ? 1 : 0) + (b != 0 ? 1 : 0) + (d != 0 ? 1 : 0) + (e != 0 ? 1 : 0);
                mean = valid == 0 ? NODATA : (int) IntegerMean.valid(sum, valid, NODATA, MAXIMUM);
            }
            targetLow[to + c] = (byte) mean;
            targetHigh[to + c] = (byte) (mean >> 8);
            upper += 2;
            lower += 2;
        }
    }

    private static void many(
            byte[] low,
            byte[] high,
            int offset,
            int stride,
            int factor,
            byte[] targetLow,
            byte[] targetHigh,
            int to,
            int count) {
        for (int c = 0; c < count; c++) {
            int sum = 0;
            int valid = 0;
            for (int r = 0; r < factor; r++) {
                int at = offset + r * stride + c * factor;
                for (int i = at; i < at + factor; i++) {
                    int value = (low[i] & 0xFF) | ((high[i] & 0xFF) << 8);
                    sum += value;
                    valid += value == NODATA ? 0 : 1;
                }
            }
            int mean = valid == 0 ? NODATA : (int) IntegerMean.valid(sum, valid, NODATA, MAXIMUM);
            targetLow[to + c] = (byte) mean;
            targetHigh[to + c] = (byte) (mean >> 8);
        }
    }
}
