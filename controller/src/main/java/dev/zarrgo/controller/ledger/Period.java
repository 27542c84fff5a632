package dev.zarrgo.controller.ledger;

import dev.zarrgo.controller.job.State;
import java.time.Instant;
import java.util.Map;

/// What happened in an hour or a day.
///
/// @param created jobs that were accepted in it
/// @param ended attempts that ended in it, by the state they led to
public record Period(Instant start, long created, Map<State, Long> ended) {

    public Period {
        ended = Map.copyOf(ended);
    }

    /// How long a period is.
    public enum Length {
        HOUR,
        DAY
    }
}
