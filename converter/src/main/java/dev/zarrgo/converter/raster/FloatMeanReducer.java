package dev.zarrgo.converter.raster;

/// Mean of the finite values of a block, accumulated in double; NaN where there is none (rule R50).
final class FloatMeanReducer extends Reducer {

    private final int typeBytes;

    FloatMeanReducer(int typeBytes) {
        if (typeBytes != Float.BYTES && typeBytes != Double.BYTES) {
            throw new IllegalArgumentException("no floating-point type of %d bytes".formatted(typeBytes));
        }
        this.typeBytes = typeBytes;
    }

    @Override
    public void reduceRow(
            byte[][] source, int offset, int stride, int factor, byte[][] target, int targetOffset, int columns) {
        for (int c = 0; c < columns; c++) {
            double sum = 0;
            int count = 0;
            for (int r = 0; r < factor; r++) {
                int at = offset + r * stride + c * factor;
                for (int i = 0; i < factor; i++) {
                    double value = value(source, at + i);
                    if (Double.isFinite(value)) {
                        sum += value;
                        count++;
                    }
                }
            }
            put(target, targetOffset + c, count == 0 ? Double.NaN : sum / count);
        }
    }

    private double value(byte[][] planes, int at) {
        return typeBytes == Float.BYTES
                ? Float.intBitsToFloat((int) bits(planes, at))
                : Double.longBitsToDouble(bits(planes, at));
    }

    private long bits(byte[][] planes, int at) {
        long bits = 0;
        for (int b = typeBytes - 1; b >= 0; b--) {
            bits = (bits << 8) | (planes[b][at] & 0xFF);
        }
        return bits;
    }

    private void put(byte[][] planes, int at, double value) {
        long bits = typeBytes == Float.BYTES ? Float.floatToIntBits((float) value) : Double.doubleToLongBits(value);
        for (int b = 0; b < typeBytes; b++) {
            planes[b][at] = (byte) (bits >>> (8 * b));
        }
    }
}
