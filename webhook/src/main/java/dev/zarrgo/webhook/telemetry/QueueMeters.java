package dev.zarrgo.webhook.telemetry;

import dev.zarrgo.controller.job.Kind;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.controller.ledger.QueueStats;
import dev.zarrgo.converter.failure.ZarrgoException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// How full the queue is, for those who scale and those who watch: `queue_depth`, `live_workflows`,
/// `oldest_pending_seconds`, `jobs`.
///
/// One look at the ledger serves all of them for a while. A ledger that does not answer leaves a gap.
///
/// Source: rules P81, A30.
@Singleton
final class QueueMeters implements MeterBinder {

    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Ledger ledger;
    private Optional<QueueStats> known = Optional.empty();
    private Instant looked = Instant.EPOCH;

    QueueMeters(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Kind kind : Kind.values()) {
            gauge("queue.depth", stats -> stats.waiting().getOrDefault(kind, 0L))
                    .description("jobs that wait to be claimed")
                    .tag("kind", kind.id())
                    .register(registry);
            for (State state : State.values()) {
                if (state.isLive()) {
                    gauge("jobs", stats -> stats.live().getOrDefault(state, 0L))
                            .description("jobs in a state that is not final")
                            .tag("state", state.name())
                            .tag("kind", kind.id())
                            .register(registry);
                }
            }
        }
        gauge("live.workflows", QueueStats::inHand)
                .description("jobs that an engine works on")
                .register(registry);
        gauge("oldest.pending.seconds", QueueMeters::age)
                .description("since when the job that waits longest could be claimed")
                .register(registry);
    }

    private Gauge.Builder<QueueMeters> gauge(String name, ToDoubleFunction<QueueStats> value) {
        return Gauge.builder(
                name, this, meters -> meters.stats().map(value::applyAsDouble).orElse(Double.NaN));
    }

    private static double age(QueueStats stats) {
        return stats.oldest()
                .map(oldest ->
                        Math.max(0, Duration.between(oldest, Instant.now()).toMillis() / 1e3))
                .orElse(0.0);
    }

    private synchronized Optional<QueueStats> stats() {
        if (Instant.now().isAfter(looked.plus(FRESH))) {
            looked = Instant.now();
            try {
                known = Optional.of(ledger.queue());
            } catch (ZarrgoException _) {
                known = Optional.empty();
            }
        }
        return known;
    }
}
