package dev.zarrgo.webhook.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.controller.notify.Notifier;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;

/// What steps report about themselves at the end of an attempt, summed up: `geozarr_conversion_seconds`,
/// `geozarr_conversion_bytes`, `stac_registration_total`, `stac_http_request_seconds`,
/// `preview_generation_seconds`. The steps live too short to be asked.
///
/// Source: rule P81.
public final class StepMeters implements Notifier, MeterBinder {

    /// Bounds of the histogram from which an alert takes the 95th percentile.
    private static final Duration[] BUCKETS = LongStream.of(50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private volatile Optional<MeterRegistry> registry = Optional.empty();

    @Override
    public void bindTo(MeterRegistry meters) {
        registry = Optional.of(meters);
    }

    @Override
    public void attemptEnded(Job job, Optional<ObjectNode> report) {
        registry.ifPresent(meters ->
                report.ifPresent(document -> document.path("steps").forEach(step -> count(meters, job, step))));
    }

    private static void count(MeterRegistry meters, Job job, JsonNode step) {
        String collection = job.request().collection();
        String phase = step.path("phase").asText();
        switch (step.path("name").asText()) {
            case "convert" -> {
                JsonNode report = step.path("report");
                if (phase.equals("succeeded") && report.has("wall_seconds")) {
                    meters.timer("geozarr.conversion", "collection", collection, "product", product(report))
                            .record(seconds(report.path("wall_seconds")));
                    meters.summary("geozarr.conversion.bytes", "collection", collection)
                            .record(report.at("/totals/bytes_written").asDouble());
                }
            }
            case "register" -> {
                if (phase.equals("succeeded") || phase.equals("failed")) {
                    meters.counter("stac.registration", "collection", collection, "status", status(job, phase))
                            .increment();
                    measure(meters, collection, step.path("report"));
                }
            }
            default -> {
                // Nobody asks how long the others took.
            }
        }
    }

    private static void measure(MeterRegistry meters, String collection, JsonNode report) {
        for (JsonNode item : report.path("items")) {
            meters.timer("preview.generation", "collection", collection).record(seconds(item.path("picture_seconds")));
        }
        for (JsonNode request : report.path("requests")) {
            Timer.builder("stac.http.request")
                    .tag("method", request.path("method").asText())
                    .tag("endpoint", request.path("endpoint").asText())
                    .tag("status_code", request.path("status").asText())
                    .serviceLevelObjectives(BUCKETS)
                    .register(meters)
                    .record(seconds(request.path("seconds")));
        }
    }

    private static Duration seconds(JsonNode number) {
        return Duration.ofNanos(Math.round(1e9 * number.asDouble()));
    }

    /// `S2A L2A` of `S2A L2A 2025-10-08 T32TQM (CPM 2, Zarr v2)`: each value is a series of its own.
    private static String product(JsonNode report) {
        return report.path("product").asText().replaceFirst("^(\\S+ \\S+) .*", "$1");
    }

    private static String status(Job job, String phase) {
        if (phase.equals("succeeded")) {
            return "success";
        }
        return job.state() == State.RETRY ? "retry" : "failure";
    }
}
