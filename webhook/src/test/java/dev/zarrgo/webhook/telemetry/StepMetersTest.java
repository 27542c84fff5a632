package dev.zarrgo.webhook.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.Action;
import dev.zarrgo.controller.job.Ending;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.controller.ledger.Caps;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.controller.ledger.LedgerSettings;
import dev.zarrgo.controller.ledger.Ledgers;
import dev.zarrgo.controller.ledger.Submission;
import dev.zarrgo.converter.zarr.Json;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What attempts report ends up in the metrics of rule P81, once for each attempt.
class StepMetersTest {

    private final Ledger ledger =
            Ledgers.open(LedgerSettings.inMemory(UUID.randomUUID().toString()));
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final StepMeters meters = new StepMeters();

    @AfterEach
    void close() {
        ledger.close();
    }

    private Job ended(String item, int exitCode) {
        ledger.submit(List.of(Submission.ofSample(
                new JobRequest("tester", Action.CONVERT, "s2", item, "https://h/" + item, Json.object()))));
        Job job = ledger.claim("local", Caps.of(10), 1).getFirst();
        Ending ending = exitCode == 0
                ? new Ending.Success(Optional.empty())
                : new Ending.Failure(exitCode, Optional.empty(), "no", Optional.empty());
        return ledger.record(job.workflow(), ending).orElseThrow();
    }

    private static ObjectNode report(String convert, String register) {
        ObjectNode report = Json.object();
        var steps = report.putArray("steps");
        steps.addObject().put("name", "resolve").put("phase", "succeeded");
        ObjectNode conversion = steps.addObject().put("name", "convert").put("phase", convert);
        conversion
                .putObject("report")
                .put("product", "S2A L2A 2025-10-08 T32TQM (CPM 2, Zarr v2)")
                .put("wall_seconds", 2.5)
                .putObject("totals")
                .put("bytes_written", 1000);
        ObjectNode registration =
                steps.addObject().put("name", "register").put("phase", register).putObject("report");
        registration.putArray("items").addObject().put("picture_seconds", 0.25);
        registration
                .putArray("requests")
                .addObject()
                .put("method", "POST")
                .put("endpoint", "/collections/{collection}/items")
                .put("status", 201)
                .put("seconds", 0.5);
        return report;
    }

    private double registrations(String status) {
        return registry.counter("stac.registration", "collection", "s2", "status", status)
                .count();
    }

    @Test
    @DisplayName("P81: conversions by product, registrations by outcome")
    void reportsAreSummedUp() {
        meters.bindTo(registry);
        meters.attemptEnded(ended("a", 0), Optional.of(report("succeeded", "succeeded")));
        meters.attemptEnded(ended("b", 75), Optional.of(report("succeeded", "failed")));
        meters.attemptEnded(ended("c", 70), Optional.of(report("succeeded", "failed")));
        meters.attemptEnded(ended("d", 65), Optional.of(report("failed", "skipped")));
        meters.attemptEnded(ended("e", 65), Optional.empty());
        var conversions = registry.timer("geozarr.conversion", "collection", "s2", "product", "S2A L2A");
        assertThat(conversions.count()).isEqualTo(3);
        assertThat(conversions.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(7500);
        assertThat(registry.summary("geozarr.conversion.bytes", "collection", "s2")
                        .totalAmount())
                .isEqualTo(3000);
        var requests = registry.timer(
                "stac.http.request",
                "method",
                "POST",
                "endpoint",
                "/collections/{collection}/items",
                "status_code",
                "201");
        assertThat(requests.count()).isEqualTo(3);
        assertThat(requests.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1500);
        assertThat(registry.timer("preview.generation", "collection", "s2").totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(750);
        assertThat(registrations("success")).isEqualTo(1);
        assertThat(registrations("retry")).isEqualTo(1);
        assertThat(registrations("failure")).isEqualTo(1);
    }

    @Test
    void nothingIsCountedBeforeThereAreMetrics() {
        meters.attemptEnded(ended("a", 0), Optional.of(report("succeeded", "succeeded")));
        assertThat(registry.getMeters()).isEmpty();
    }
}
