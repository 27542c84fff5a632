package dev.zarrgo.converter.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How often, and after how long, a request without a usable answer is sent again (rule R85).
///
/// @param maxRetries after the first try, at least 0
/// @param firstDelay before the first retry; doubles with each
/// @param longestDelay at most
public record RetryPolicy(int maxRetries, Duration firstDelay, Duration longestDelay) {

    public static final RetryPolicy DEFAULT = new RetryPolicy(3, Duration.ofMillis(200), Duration.ofSeconds(20));

    public RetryPolicy {
        if (maxRetries < 0 || firstDelay.isNegative() || longestDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException(
                    "no way to retry: %d times, after %s to %s".formatted(maxRetries, firstDelay, longestDelay));
        }
    }

    public RetryPolicy withMaxRetries(int retries) {
        return new RetryPolicy(retries, firstDelay, longestDelay);
    }

    /// How long to wait before the retry number `retry`, counted from 0: half of it is chance, so that
    /// many who failed together do not come back together.
    Duration delay(int retry) {
        long most = Math.min(longestDelay.toNanos(), firstDelay.toNanos() << Math.min(retry, 20));
        return Duration.ofNanos(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }
}
