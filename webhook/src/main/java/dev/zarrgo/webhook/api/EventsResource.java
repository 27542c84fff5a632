package dev.zarrgo.webhook.api;

import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobEvent;
import dev.zarrgo.controller.job.JobId;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.webhook.security.Role;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.reactivestreams.Publisher;

/// What happens to jobs, as a list and as streams of server-sent events.
///
/// Source: section 5 of the jobs specification;
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html>.
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Role.MAY_READ)
public final class EventsResource {

    private static final String LAST_EVENT = "Last-Event-ID";

    private final Ledger ledger;
    private final EventStreams streams;

    EventsResource(Ledger ledger, EventStreams streams) {
        this.ledger = ledger;
        this.streams = streams;
    }

    @Get("/jobs/{id}/events")
    @Produces(MediaType.APPLICATION_JSON)
    List<EventDocument> events(String id) {
        Job job = require(id);
        return ledger.events(job.id()).stream().map(EventDocument::of).toList();
    }

    /// All events of the job, then those that come; ends after the one that ends the job.
    @Get("/jobs/{id}/events")
    @Produces(MediaType.TEXT_EVENT_STREAM)
    Publisher<Event<EventDocument>> stream(String id, HttpRequest<?> request) {
        Job job = require(id);
        long from = lastEvent(request).orElse(0);
        return streams.of(
                sequence -> ledger.events(job.id()).stream()
                        .filter(event -> event.sequence() > sequence)
                        .toList(),
                from,
                last -> !ledger.job(job.id()).map(now -> now.state().isLive()).orElse(false)
                        && last >= newest(job.id()));
    }

    private long newest(JobId id) {
        return ledger.events(id).stream().mapToLong(JobEvent::sequence).max().orElse(0);
    }

    /// Events of all jobs from now on, or from the one on that the client saw last.
    @Get("/events")
    @Produces(MediaType.TEXT_EVENT_STREAM)
    Publisher<Event<EventDocument>> all(HttpRequest<?> request) {
        long from = lastEvent(request).orElseGet(ledger::lastEvent);
        return streams.of(sequence -> ledger.eventsAfter(sequence, EventStreams.PAGE), from, _ -> false);
    }

    private static OptionalLong lastEvent(HttpRequest<?> request) {
        Optional<String> header = Optional.ofNullable(request.getHeaders().get(LAST_EVENT));
        if (header.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!header.get().matches("\\d{1,18}")) {
            throw RequestException.of(new Fault("#/header/" + LAST_EVENT, LAST_EVENT + " is the number of an event"));
        }
        return OptionalLong.of(Long.parseLong(header.get()));
    }

    private Job require(String id) {
        return ledger.job(JobId.parse(id)).orElseThrow(() -> RequestException.notFound("job", id));
    }
}
