package dev.zarrgo.converter.raster;

/// The union of the flags of each block (rule R53). Bytes do not influence each other, so any width will
/// do.
final class OrReducer extends Reducer {

    private final int typeBytes;

    OrReducer(int typeBytes) {
        this.typeBytes = typeBytes;
    }

    @Override
    public void reduceRow(
            byte[][] source, int offset, int stride, int factor, byte[][] target, int targetOffset, int columns) {
        for (int b = 0; b < typeBytes; b++) {
            or(source[b], offset, stride, factor, target[b], targetOffset, columns);
        }
    }

    private static void or(
            byte[] source, int offset, int stride, int factor, byte[] target, int targetOffset, int columns) {
        for (int c = 0; c < columns; c++) {
            int flags = 0;
            for (int r = 0; r < factor; r++) {
                int at = offset + r * stride + c * factor;
                for (int i = 0; i < factor; i++) {
                    flags |= source[at + i];
                }
            }
            target[targetOffset + c] = (byte) flags;
        }
    }
}
