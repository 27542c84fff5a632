package dev.zarrgo.bench;

import java.util.Arrays;
import java.util.Locale;

/// Several measurements of one thing.
final class Figures {

    private final double[] sorted;

    Figures(double... values) {
        this.sorted = values.clone();
        Arrays.sort(sorted);
    }

    double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double least() {
        return sorted[0];
    }

    double most() {
        return sorted[sorted.length - 1];
    }

    /// `2.61 (2.58–2.70)`
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", median(), least(), most());
    }
}
