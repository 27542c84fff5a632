package dev.zarrgo.controller.reconcile;

import dev.zarrgo.controller.ledger.Caps;
import java.time.Duration;

/// How the loop runs.
///
/// @param caps on jobs in hand
/// @param interval between rounds where nothing wakes the loop
/// @param dispatchers sources that are read, and workflows submitted, at a time
/// @param retention how long a job is kept after its end
public record ReconcileSettings(Caps caps, Duration interval, int dispatchers, Duration retention) {

    public static final ReconcileSettings DEFAULT =
            new ReconcileSettings(Caps.of(Caps.DEFAULT_TOTAL), Duration.ofSeconds(1), 16, Duration.ofDays(400));

    public ReconcileSettings {
        if (dispatchers < 1 || !interval.isPositive()) {
            throw new IllegalArgumentException("a loop without a dispatcher, or without an interval");
        }
    }

    public ReconcileSettings with(Caps other) {
        return new ReconcileSettings(other, interval, dispatchers, retention);
    }
}
