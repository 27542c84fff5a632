package dev.zarrgo.converter.raster;

/// The mean of integers as the pyramid needs it: exact, rounded half to even, never the nodata value.
///
/// Source: rules R50, R51.
final class IntegerMean {

    private IntegerMean() {}

    /// The rounded mean of `count` values.
    ///
    /// @param count at least 1
    static long of(long sum, long count) {
        long mean = Math.floorDiv(sum, count);
        long twice = 2 * (sum - mean * count);
        return twice > count || (twice == count && (mean & 1) == 1) ? mean + 1 : mean;
    }

    /// The rounded mean of `count` valid values, moved by one when it hits `nodata`.
    ///
    /// @param maximum of the type; at the maximum it moves down in any case
    static long valid(long sum, long count, long nodata, long maximum) {
        long mean = of(sum, count);
        if (mean != nodata) {
            return mean;
        }
        boolean up = sum >= nodata * count && nodata < maximum;
        return up ? mean + 1 : mean - 1;
    }
}
