package dev.zarrgo.webhook.telemetry;

import dev.zarrgo.converter.failure.ZarrgoException;
import io.micronaut.context.annotation.EachBean;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.AbstractHealthIndicator;
import io.micronaut.management.health.indicator.annotation.Readiness;
import java.util.Map;

/// Whether something answers that the service works with, by its name.
@EachBean(Dependency.class)
@Readiness
final class DependencyHealth extends AbstractHealthIndicator<Map<String, String>> {

    private final Dependency dependency;

    DependencyHealth(Dependency dependency) {
        this.dependency = dependency;
    }

    @Override
    protected Map<String, String> getHealthInformation() {
        try {
            dependency.check().run();
            healthStatus = HealthStatus.UP;
            return Map.of("detail", "answers");
        } catch (ZarrgoException failure) {
            healthStatus = dependency.required() ? HealthStatus.DOWN : HealthStatus.UNKNOWN;
            return Map.of("detail", String.valueOf(failure.getMessage()));
        }
    }

    @Override
    protected String getName() {
        return dependency.name();
    }
}
