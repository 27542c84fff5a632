package dev.zarrgo.registrar.http;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How often a request is repeated, and how long to wait before.
///
/// Source: rule P55.
///
/// @param retries after the first attempt
/// @param first wait; each further one is twice as long, plus or minus a fifth
/// @param longest wait, whatever a server asks for
public record RetryRule(int retries, Duration first, Duration longest) {

    public static final RetryRule DEFAULT = new RetryRule(8, Duration.ofMillis(500), Duration.ofSeconds(30));

    private static final double JITTER = 0.2;

    public RetryRule {
        if (retries < 0 || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("%d retries, waits from %s to %s".formatted(retries, first, longest));
        }
    }

    /// @param retry 0 for the first one
    /// @param asked what the server asks for; zero if it does not
    Duration delay(int retry, Duration asked, RandomGenerator random) {
        double factor = Math.pow(2, Math.min(retry, 30)) * (1 + JITTER * (2 * random.nextDouble() - 1));
        Duration own = Duration.ofNanos((long) Math.min(first.toNanos() * factor, (double) longest.toNanos()));
        Duration wanted = asked.compareTo(own) > 0 ? asked : own;
        return wanted.compareTo(longest) > 0 ? longest : wanted;
    }
}
