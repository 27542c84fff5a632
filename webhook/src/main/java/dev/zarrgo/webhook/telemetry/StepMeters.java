package dev.zarrgo.webhook.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.controller.notify.Notifier;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Optional;

/// What steps report about themselves at the end of an attempt, summed up: `geozarr_conversion_seconds`,
/// `geozarr_conversion_bytes`, `stac_registration_total`. The steps live too short to be asked.
///
/// Source: rule P81.
public final class StepMeters implements Notifier, MeterBinder {

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
                            .record(Duration.ofMillis(Math.round(
                                    1000 * report.path("wall_seconds").asDouble())));
                    meters.summary("geozarr.conversion.bytes", "collection", collection)
                            .record(report.at("/totals/bytes_written").asDouble());
                }
            }
            case "register" -> {
                if (phase.equals("succeeded") || phase.equals("failed")) {
                    meters.counter("stac.registration", "collection", collection, "status", status(job, phase))
                            .increment();
                }
            }
            default -> {
                // Nobody asks how long the others took.
            }
        }
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
