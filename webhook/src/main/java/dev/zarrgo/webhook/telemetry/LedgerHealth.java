package dev.zarrgo.webhook.telemetry;

import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.converter.failure.ZarrgoException;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.AbstractHealthIndicator;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;

/// Whether the ledger answers: without it nothing can be accepted.
@Singleton
@Readiness
final class LedgerHealth extends AbstractHealthIndicator<Map<String, String>> {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Ledger ledger;

    LedgerHealth(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    protected Map<String, String> getHealthInformation() {
        try {
            boolean ready = ledger.isReady(PATIENCE);
            healthStatus = ready ? HealthStatus.UP : HealthStatus.DOWN;
            return Map.of("detail", ready ? "answers" : "does not answer");
        } catch (ZarrgoException failure) {
            healthStatus = HealthStatus.DOWN;
            return Map.of("detail", String.valueOf(failure.getMessage()));
        }
    }

    @Override
    protected String getName() {
        return "ledger";
    }
}
