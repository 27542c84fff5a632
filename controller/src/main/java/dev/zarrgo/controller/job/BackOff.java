package dev.zarrgo.controller.job;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long a job waits after a passing failure: twice as long each time, with a bound, and spread so that
/// jobs which failed together do not come back together.
///
/// Source: rule A19.
///
/// @param first wait
/// @param longest wait
/// @param jitter the part of a wait that chance may take away, 0 to 1
/// @param maxTries attempts in a row that may end with a passing failure
public record BackOff(Duration first, Duration longest, double jitter, int maxTries) {

    public static final BackOff DEFAULT = new BackOff(Duration.ofSeconds(30), Duration.ofHours(1), 0.2, 15);

    public BackOff {
        if (first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("not a back-off: from %s to %s".formatted(first, longest));
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("a jitter is 0 to 1: " + jitter);
        }
        if (maxTries < 1) {
            throw new IllegalArgumentException("a job needs one try: " + maxTries);
        }
    }

    /// @param failures passing failures in a row so far, at least 1
    public Duration delay(int failures, RandomGenerator random) {
        double factor = Math.pow(2, Math.min(failures - 1, 40));
        double millis = Math.min((double) first.toMillis() * factor, (double) longest.toMillis());
        return Duration.ofMillis(Math.round(millis * (1 - jitter * random.nextDouble())));
    }
}
