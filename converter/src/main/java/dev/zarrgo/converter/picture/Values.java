package dev.zarrgo.converter.picture;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/// Physical values in a rectangle, NaN where nothing was measured.
final class Values {

    private final int width;
    private final int height;
    private final double[] numbers;

    /// @param numbers in row order; taken over
    Values(int width, int height, double[] numbers) {
        this.width = width;
        this.height = height;
        this.numbers = numbers;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int count() {
        return numbers.length;
    }

    Values map(DoubleUnaryOperator function) {
        return new Values(width, height, Arrays.stream(numbers).map(function).toArray());
    }

    double at(int index) {
        return numbers[index];
    }

    /// The numbers that a share of all, and another share, are not above; 0 and 1 where there is none.
    ///
    /// @param low from 0 to 1
    /// @param high from `low` to 1
    Range range(double low, double high) {
        double[] sorted = Arrays.stream(numbers)
                .filter(number -> !Double.isNaN(number))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return new Range(0, 1);
        }
        int last = sorted.length - 1;
        return new Range(sorted[(int) Math.round(low * last)], sorted[(int) Math.round(high * last)]);
    }

    /// Two numbers between which a picture is drawn.
    record Range(double low, double high) {

        /// Where a number is between the two, from 0 to 1; the middle if they are the same.
        double share(double number) {
            return high > low ? Math.clamp((number - low) / (high - low), 0.0, 1.0) : 0.5;
        }
    }
}
