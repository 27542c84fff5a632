package dev.zarrgo.converter.raster;

/// The largest byte of each block (rule R53).
final class MaximumReducer extends Reducer {

    @Override
    public void reduceRow(
            byte[][] source, int offset, int stride, int factor, byte[][] target, int targetOffset, int columns) {
        byte[] from = source[0];
        for (int c = 0; c < columns; c++) {
            int largest = 0;
            for (int r = 0; r < factor; r++) {
                int at = offset + r * stride + c * factor;
                for (int i = 0; i < factor; i++) {
                    largest = Math.max(largest, from[at + i] & 0xFF);
                }
            }
            target[0][targetOffset + c] = (byte) largest;
        }
    }
}
