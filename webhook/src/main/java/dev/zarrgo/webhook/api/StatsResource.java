package dev.zarrgo.webhook.api;

import dev.zarrgo.controller.job.Kind;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.controller.ledger.Period;
import dev.zarrgo.controller.ledger.QueueStats;
import dev.zarrgo.webhook.security.Role;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How full the queue is, and what happened by the hour or by the day.
@Controller("/stats")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Role.MAY_READ)
public final class StatsResource {

    private static final Duration HOURS = Duration.ofDays(2);
    private static final Duration DAYS = Duration.ofDays(31);

    private final Ledger ledger;
    private final InstantSource clock;

    StatsResource(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /// @param waiting jobs that wait, by kind
    /// @param inHand jobs that an engine works on
    /// @param oldest from when on the one waits that has waited longest
    /// @param live jobs in each state that is not final
    /// @param paused whether nothing is started
    /// @param period `hour` or `day`
    @Serdeable.Serializable
    public record Stats(
            Map<String, Long> waiting,
            long inHand,
            @Nullable Instant oldest,
            Map<String, Long> live,
            boolean paused,
            String period,
            List<PeriodDocument> periods) {}

    /// @param ended attempts, by the state that they led to
    @Serdeable.Serializable
    public record PeriodDocument(Instant start, long created, Map<String, Long> ended) {}

    /// `period=hour` for two days, `period=day` for a month, or `since` a time.
    @Get
    Stats stats(HttpRequest<?> request) {
        var parameters = new Parameters(request.getParameters(), Set.of("period", "since"));
        Optional<String> asked = parameters.text("period");
        asked.filter(name -> !name.matches("hour|day"))
                .ifPresent(_ -> parameters.refuse("period", "period is hour or day"));
        Optional<Instant> since = parameters.instant("since");
        parameters.end();
        boolean daily = asked.filter("day"::equals).isPresent();
        Instant start = since.orElseGet(() -> clock.instant().minus(daily ? DAYS : HOURS));
        QueueStats queue = ledger.queue();
        return new Stats(
                kinds(queue.waiting()),
                queue.inHand(),
                queue.oldest().orElse(null),
                named(queue.live()),
                ledger.isPaused(),
                daily ? "day" : "hour",
                ledger.periods(daily ? Period.Length.DAY : Period.Length.HOUR, start).stream()
                        .map(period -> new PeriodDocument(period.start(), period.created(), named(period.ended())))
                        .toList());
    }

    private static Map<String, Long> kinds(Map<Kind, Long> counts) {
        var named = new TreeMap<String, Long>();
        counts.forEach((kind, count) -> named.put(kind.id(), count));
        return named;
    }

    private static <K extends Enum<K>> Map<String, Long> named(Map<K, Long> counts) {
        var named = new TreeMap<String, Long>();
        counts.forEach((key, count) -> named.put(key.name(), count));
        return named;
    }
}
