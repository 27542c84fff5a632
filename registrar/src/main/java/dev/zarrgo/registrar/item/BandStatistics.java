package dev.zarrgo.registrar.item;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;

/// What the stored numbers of a band are like.
///
/// Source: rule P38; <https://github.com/radiantearth/stac-spec/blob/v1.1.0/commons/common-metadata.md>,
/// Statistics Object.
///
/// @param validPercent of all pixels, those with a measurement
record BandStatistics(double minimum, double maximum, double mean, double stddev, double validPercent) {

    /// Digits that the coarsest level of a pyramid supports.
    private static final double PRECISION = 1e6;

    static BandStatistics of(Pixels pixels) {
        long valid = 0;
        double minimum = Double.POSITIVE_INFINITY;
        double maximum = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < pixels.count(); i++) {
            double value = pixels.at(i);
            if (!Double.isNaN(value)) {
                valid++;
                sum += value;
                minimum = Math.min(minimum, value);
                maximum = Math.max(maximum, value);
            }
        }
        double mean = sum / valid;
        double squares = 0;
        for (int i = 0; i < pixels.count(); i++) {
            double value = pixels.at(i);
            if (!Double.isNaN(value)) {
                squares += (value - mean) * (value - mean);
            }
        }
        return new BandStatistics(minimum, maximum, mean, Math.sqrt(squares / valid), 100.0 * valid / pixels.count());
    }

    boolean isEmpty() {
        return validPercent == 0;
    }

    /// Only `valid_percent` where nothing was measured.
    ObjectNode json() {
        ObjectNode statistics = Json.object();
        if (!isEmpty()) {
            statistics.put("minimum", rounded(minimum)).put("maximum", rounded(maximum));
            statistics.put("mean", rounded(mean)).put("stddev", rounded(stddev));
        }
        return statistics.put("valid_percent", rounded(validPercent));
    }

    private static double rounded(double value) {
        return Math.rint(value * PRECISION) / PRECISION;
    }
}
