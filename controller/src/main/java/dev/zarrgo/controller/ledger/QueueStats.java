package dev.zarrgo.controller.ledger;

import dev.zarrgo.controller.job.Kind;
import dev.zarrgo.controller.job.State;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// How full the ledger is.
///
/// Source: rules P81, A30.
///
/// @param waiting jobs that wait to be claimed, by kind
/// @param inHand jobs that an engine works on
/// @param oldest when the longest waiting of those that may be claimed now became ready
/// @param live jobs in each state that is not final
public record QueueStats(Map<Kind, Long> waiting, long inHand, Optional<Instant> oldest, Map<State, Long> live) {

    public QueueStats {
        waiting = Map.copyOf(waiting);
        live = Map.copyOf(live);
    }

    public long waitingTotal() {
        return waiting.values().stream().mapToLong(Long::longValue).sum();
    }
}
