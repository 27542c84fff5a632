package dev.zarrgo.converter.raster;

import java.util.OptionalLong;

/// Mean of integers of up to four bytes, one pixel at a time: the plain form of rules R50 and R51.
final class IntegerMeanReducer extends Reducer {

    private final int typeBytes;
    private final boolean signed;
    private final boolean hasNodata;
    private final long nodata;
    private final long maximum;

    IntegerMeanReducer(int typeBytes, boolean signed, OptionalLong nodata) {
        this.typeBytes = typeBytes;
        this.signed = signed;
        this.hasNodata = nodata.isPresent();
        this.nodata = nodata.orElse(0);
        int bits = 8 * typeBytes - (signed ? 1 : 0);
        this.maximum = (1L << bits) - 1;
    }

    @Override
    public void reduceRow(
            byte[][] source, int offset, int stride, int factor, byte[][] target, int targetOffset, int columns) {
        for (int c = 0; c < columns; c++) {
            long sum = 0;
            long count = 0;
            for (int r = 0; r < factor; r++) {
                int at = offset + r * stride + c * factor;
                for (int i = 0; i < factor; i++) {
                    long value = value(source, at + i);
                    if (!hasNodata || value != nodata) {
                        sum += value;
                        count++;
                    }
                }
            }
            put(target, targetOffset + c, mean(sum, count));
        }
    }

    private long mean(long sum, long count) {
        if (!hasNodata) {
            return IntegerMean.of(sum, count);
        }
        return count == 0 ? nodata : IntegerMean.valid(sum, count, nodata, maximum);
    }

    private long value(byte[][] planes, int at) {
        int top = typeBytes - 1;
        long value = signed ? planes[top][at] : planes[top][at] & 0xFF;
        for (int b = top - 1; b >= 0; b--) {
            value = (value << 8) | (planes[b][at] & 0xFF);
        }
        return value;
    }

    private void put(byte[][] planes, int at, long value) {
        for (int b = 0; b < typeBytes; b++) {
            planes[b][at] = (byte) (value >>> (8 * b));
        }
    }
}
