package dev.zarrgo.converter.sample;

/// Random numbers as a function of what they are for, so that it does not matter who asks first.
///
/// Source: the output function of SplitMix64; G. L. Steele, D. Lea, C. H. Flood, "Fast splittable
/// pseudorandom number generators", OOPSLA 2014.
final class Hash {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Hash() {}

    static long of(long seed, long number) {
        long z = seed + (number + 1) * GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    static long of(long seed, String name) {
        return of(of(seed, name.length()), name.hashCode());
    }

    /// A number from 0 to 1 (exclusive).
    static double fraction(long hash) {
        return (hash >>> 11) * 0x1.0p-53;
    }

    /// A number from 0 to `bound` (exclusive).
    static int below(long hash, int bound) {
        return (int) (((hash >>> 32) * bound) >>> 32);
    }
}
