package dev.zarrgo.webhook.api;

import dev.zarrgo.controller.engine.Engine;
import dev.zarrgo.controller.engine.StepStatus;
import dev.zarrgo.controller.job.Job;
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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;

/// What the steps of a job print: as text, or as a stream while they run.
///
/// Source: section 5 of the jobs specification.
@Controller("/jobs/{id}/logs")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Role.MAY_READ)
public final class LogsResource {

    private static final int MAX_LINE = 8192;

    private final Ledger ledger;
    private final Engine engine;
    private final EventStreams streams;

    LogsResource(Ledger ledger, Engine engine, EventStreams streams) {
        this.ledger = ledger;
        this.engine = engine;
        this.streams = streams;
    }

    /// All steps of the last attempt one after the other, or the one that is asked for.
    @Get
    @Produces(MediaType.TEXT_PLAIN)
    InputStream text(String id, HttpRequest<?> request) {
        Place place = place(id, request);
        var parts = new ArrayList<InputStream>();
        for (String step : steps(place)) {
            engine.log(place.workflow(), step, Engine.Follow.NO).ifPresent(parts::add);
        }
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    /// Line by line, until the last step has ended; the name of an event is that of the step.
    @Get
    @Produces(MediaType.TEXT_EVENT_STREAM)
    Publisher<Event<String>> stream(String id, HttpRequest<?> request) {
        Place place = place(id, request);
        return streams.stream(sink -> {
            for (String step : steps(place)) {
                Optional<InputStream> log = engine.log(place.workflow(), step, Engine.Follow.YES);
                if (log.isPresent()) {
                    lines(log.get(), line -> sink.next(Event.of(line).name(step)));
                }
            }
        });
    }

    private static void lines(InputStream log, Consumer<String> sink) {
        try (var reader = new BufferedReader(new InputStreamReader(log, StandardCharsets.UTF_8));
                Stream<String> lines = reader.lines()) {
            lines.map(line -> line.length() > MAX_LINE ? line.substring(0, MAX_LINE) : line)
                    .forEach(sink);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private record Place(String workflow, Optional<String> step) {}

    private Place place(String id, HttpRequest<?> request) {
        var parameters = new Parameters(request.getParameters(), Set.of("step"));
        Optional<String> step = parameters.text("step");
        step.filter(name -> !name.matches("[a-z][a-z0-9-]{0,40}"))
                .ifPresent(name -> parameters.refuse("step", "'%s' is not the name of a step".formatted(name)));
        parameters.end();
        Job job = ledger.job(JobId.parse(id)).orElseThrow(() -> RequestException.notFound("job", id));
        if (job.attempts() == 0) {
            throw RequestException.notFound("log of job", id);
        }
        return new Place(ledger.attempts(job.id()).getLast().workflow(), step);
    }

    private List<String> steps(Place place) {
        return place.step().map(List::of).orElseGet(() -> engine.observe(List.of(place.workflow())).values().stream()
                .flatMap(observation -> observation.steps().stream())
                .map(StepStatus::name)
                .toList());
    }
}
