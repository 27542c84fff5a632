package dev.zarrgo.controller.workflow;

import java.time.Duration;

/// How often a step is tried again inside a workflow, after exit code 75 or the loss of its node.
///
/// Source: rule P12 and the table above it.
///
/// @param limit retries, not counting the first try
/// @param firstWait before the first retry
/// @param factor by which each wait is longer than the one before
public record StepRetry(int limit, Duration firstWait, int factor) {

    public StepRetry {
        if (limit < 0 || firstWait.isNegative() || factor < 1) {
            throw new IllegalArgumentException(
                    "not a rule for retries: %d, %s, %d".formatted(limit, firstWait, factor));
        }
    }

    /// @param retry 1 for the first one
    public Duration before(int retry) {
        return firstWait.multipliedBy((long) Math.pow(factor, retry - 1));
    }
}
