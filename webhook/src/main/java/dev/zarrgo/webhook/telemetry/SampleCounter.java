package dev.zarrgo.webhook.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts what comes to `/samples`, and how it was answered (rule P81).
@ServerFilter("/samples")
public final class SampleCounter {

    private static final String ACTION = "zarrgo.action";
    private static final String UNKNOWN = "unknown";

    private final MeterRegistry meters;
    private final Map<Outcome, Counter> counters = new ConcurrentHashMap<>();

    private record Outcome(String action, int status) {}

    SampleCounter(MeterRegistry meters) {
        this.meters = meters;
    }

    /// Says what a request asks for, once that is known.
    public static void note(HttpRequest<?> request, String action) {
        request.setAttribute(ACTION, action);
    }

    @ResponseFilter
    void count(HttpRequest<?> request, HttpResponse<?> response) {
        String action = request.getAttribute(ACTION, String.class).orElse(UNKNOWN);
        counters.computeIfAbsent(new Outcome(action, response.code()), this::counter)
                .increment();
    }

    private Counter counter(Outcome outcome) {
        return meters.counter(
                "samples.requests", "action", outcome.action(), "status", String.valueOf(outcome.status()));
    }
}
