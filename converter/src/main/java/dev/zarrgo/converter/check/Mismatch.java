package dev.zarrgo.converter.check;

/// Counts the pixels of an array that are not what they should be, and remembers the first.
final class Mismatch {

    private final boolean floating;
    private long count;
    private String first = "";

    /// @param floating whether numbers are shown with their fraction
    Mismatch(boolean floating) {
        this.floating = floating;
    }

    /// Compares two rows.
    ///
    /// @param row which one they are
    void compare(double[] actual, double[] expected, int row) {
        for (int column = 0; column < actual.length; column++) {
            if (!isEqual(actual[column], expected[column])) {
                add(row, column, actual[column], expected[column]);
            }
        }
    }

    static boolean isEqual(double actual, double expected) {
        return actual == expected || (Double.isNaN(actual) && Double.isNaN(expected));
    }

    private void add(int row, int column, double actual, double expected) {
        if (count == 0) {
            first = "row %d, column %d is %s instead of %s".formatted(row, column, text(actual), text(expected));
        }
        count++;
    }

    private String text(double value) {
        if (!floating) {
            return Long.toString((long) value);
        }
        return value == (float) value ? Float.toString((float) value) : Double.toString(value);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /// `12 of 36 pixels differ; row 0, column 3 is 4 instead of 5`
    String message(long pixels) {
        return "%,d of %,d pixels differ; %s".formatted(count, pixels, first);
    }
}
