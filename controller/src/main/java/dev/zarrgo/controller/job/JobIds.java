package dev.zarrgo.controller.job;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Makes ids, each greater than the one before, even where the clock stands still or goes back.
///
/// Safe for use by several threads.
public final class JobIds {

    /// Those of Crockford's base 32, in lower case.
    static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;
    private static final int BITS_PER_DIGIT = 5;

    /// Of the random bits of an id, those in its upper half.
    private static final int UPPER_RANDOM_BITS = 16;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final ByteBuffer bits = ByteBuffer.allocate(Short.BYTES + Long.BYTES);
    private long upper;
    private long lower;

    /// @param random where the ids of other processes must not be met, a strong one
    public JobIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public synchronized JobId next() {
        random.nextBytes(bits.array());
        long high = upper(clock.instant()) | Short.toUnsignedLong(bits.getShort(0));
        long low = bits.getLong(Short.BYTES);
        if (high > upper || (high == upper && Long.compareUnsigned(low, lower) > 0)) {
            upper = high;
            lower = low;
        } else if (++lower == 0) {
            upper++;
        }
        return new JobId(text(upper, lower));
    }

    /// The smallest id that a job accepted at this time can have, for queries by time.
    public static JobId floor(Instant time) {
        return new JobId(text(upper(time), 0));
    }

    private static long upper(Instant time) {
        return Math.max(0, time.toEpochMilli()) << UPPER_RANDOM_BITS;
    }

    private static String text(long upper, long lower) {
        var digits = new char[LENGTH];
        long high = upper;
        long low = lower;
        for (int i = LENGTH - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) low & 31);
            low = (low >>> BITS_PER_DIGIT) | (high << (Long.SIZE - BITS_PER_DIGIT));
            high >>>= BITS_PER_DIGIT;
        }
        return new String(digits);
    }
}
