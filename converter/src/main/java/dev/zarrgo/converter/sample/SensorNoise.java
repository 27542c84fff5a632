package dev.zarrgo.converter.sample;

/// Normally distributed numbers for the pixels of an array.
///
/// One thread at a time.
final class SensorNoise {

    private static final int BITS = 12;
    private static final int PER_HASH = 4;
    private static final float[] NORMAL = quantiles();

    private final long seed;
    private float[] row = {};

    SensorNoise(long seed, String array) {
        this.seed = Hash.of(seed, array);
    }

    /// The numbers of a row from `column` on; the number of pixel `i` is at [#offset] plus `i`.
    float[] row(int number, int column, int count) {
        if (row.length < count + 2 * PER_HASH) {
            row = new float[count + 2 * PER_HASH];
        }
        long rowSeed = Hash.of(seed, number);
        int first = column / PER_HASH;
        int last = (column + count - 1) / PER_HASH;
        for (int group = first, at = 0; group <= last; group++, at += PER_HASH) {
            long hash = Hash.of(rowSeed, group);
            row[at] = NORMAL[(int) (hash >>> 52)];
            row[at + 1] = NORMAL[(int) (hash >>> 40) & 0xFFF];
            row[at + 2] = NORMAL[(int) (hash >>> 28) & 0xFFF];
            row[at + 3] = NORMAL[(int) (hash >>> 16) & 0xFFF];
        }
        return row;
    }

    /// Where the number of `column` is in [#row].
    static int offset(int column) {
        return column % PER_HASH;
    }

    /// The normal distribution, cut into pieces of equal probability.
    private static float[] quantiles() {
        int count = 1 << BITS;
        float[] quantiles = new float[count];
        for (int i = 0; i < count / 2; i++) {
            float quantile = (float) quantile((i + 0.5) / count);
            quantiles[i] = quantile;
            quantiles[count - 1 - i] = -quantile;
        }
        return quantiles;
    }

    /// Below the median, to 4.5e-4.
    ///
    /// Source: M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions", 26.2.23.
    private static double quantile(double probability) {
        double t = Math.sqrt(-2 * StrictMath.log(probability));
        return (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
    }
}
