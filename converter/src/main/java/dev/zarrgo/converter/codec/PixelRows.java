package dev.zarrgo.converter.codec;

/// Rows of pixels as doubles, which hold all integers of up to four bytes exactly.
public final class PixelRows {

    private PixelRows() {}

    /// Whether pixels of this type can be taken for doubles.
    public static boolean isSupported(DataType type) {
        return switch (type.kind()) {
            case INT, UINT -> type.bytes() <= 4;
            case FLOAT, BOOL -> true;
            case COMPLEX, UTF32, ASCII -> false;
        };
    }

    /// Fills `values` with row `row` of `planes`.
    public static void read(Planes planes, int row, DataType type, double[] values) {
        int start = row * planes.width();
        switch (type.bytes()) {
            case 1 -> readBytes(planes.plane(0), start, type.kind() == DataType.Kind.INT, values);
            case 2 -> readPairs(planes.plane(0), planes.plane(1), start, type.kind() == DataType.Kind.INT, values);
            default -> readWords(planes, start, type, values);
        }
    }

    private static void readBytes(byte[] plane, int start, boolean signed, double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = signed ? plane[start + i] : plane[start + i] & 0xFF;
        }
    }

    private static void readPairs(byte[] low, byte[] high, int start, boolean signed, double[] values) {
        for (int i = 0; i < values.length; i++) {
            int number = (low[start + i] & 0xFF) | ((high[start + i] & 0xFF) << 8);
            values[i] = signed ? (short) number : number;
        }
    }

    private static void readWords(Planes planes, int start, DataType type, double[] values) {
        boolean floating = type.kind() == DataType.Kind.FLOAT;
        for (int i = 0; i < values.length; i++) {
            long bits = 0;
            for (int b = type.bytes() - 1; b >= 0; b--) {
                bits = (bits << 8) | (planes.plane(b)[start + i] & 0xFF);
            }
            if (type.bytes() == 8) {
                values[i] = floating ? Double.longBitsToDouble(bits) : bits;
            } else if (floating) {
                values[i] = Float.intBitsToFloat((int) bits);
            } else {
                values[i] = type.kind() == DataType.Kind.INT ? (int) bits : bits;
            }
        }
    }
}
