package dev.zarrgo.converter.raster;

/// The top-left pixel of each block (rule R52).
final class NearestReducer extends Reducer {

    private final int typeBytes;

    NearestReducer(int typeBytes) {
        this.typeBytes = typeBytes;
    }

    @Override
    public void reduceRow(
            byte[][] source, int offset, int stride, int factor, byte[][] target, int targetOffset, int columns) {
        for (int b = 0; b < typeBytes; b++) {
            pick(source[b], offset, factor, target[b], targetOffset, columns);
        }
    }

    private static void pick(byte[] source, int offset, int factor, byte[] target, int targetOffset, int columns) {
        for (int c = 0, from = offset; c < columns; c++, from += factor) {
            target[targetOffset + c] = source[from];
        }
    }
}
