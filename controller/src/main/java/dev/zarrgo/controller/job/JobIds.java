package dev.zarrgo.controller.job;

import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Makes ids, each greater than the one before, even where the clock stands still or goes back.
///
/// Safe for use by several threads.
public final class JobIds {

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;
    private static final int RANDOM_BITS = 80;

    private final InstantSource clock;
    private final RandomGenerator random;
    private BigInteger last = BigInteger.ZERO;

    /// @param random where the ids of other processes must not be met, a strong one
    public JobIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public synchronized JobId next() {
        BigInteger value = BigInteger.valueOf(clock.instant().toEpochMilli())
                .shiftLeft(RANDOM_BITS)
                .or(randomBits());
        last = value.compareTo(last) > 0 ? value : last.add(BigInteger.ONE);
        return new JobId(text(last));
    }

    private BigInteger randomBits() {
        return BigInteger.valueOf(random.nextLong() & 0xff_ffff_ffffL)
                .shiftLeft(40)
                .or(BigInteger.valueOf(random.nextLong() & 0xff_ffff_ffffL));
    }

    /// The smallest id that a job accepted at this time can have, for queries by time.
    public static JobId floor(Instant time) {
        long millis = Math.max(0, time.toEpochMilli());
        return new JobId(text(BigInteger.valueOf(millis).shiftLeft(RANDOM_BITS)));
    }

    private static String text(BigInteger value) {
        var digits = new char[LENGTH];
        BigInteger rest = value;
        for (int i = LENGTH - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt(rest.intValue() & 31);
            rest = rest.shiftRight(5);
        }
        return new String(digits);
    }
}
