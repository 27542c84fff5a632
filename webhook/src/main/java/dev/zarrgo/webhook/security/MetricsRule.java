package dev.zarrgo.webhook.security;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.inject.ExecutableMethod;
import io.micronaut.management.endpoint.EndpointSensitivityProcessor;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRuleResult;
import io.micronaut.security.rules.SensitiveEndpointRule;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/// Metrics are for those who may read, where anybody has to say who they are.
@Singleton
@Replaces(SensitiveEndpointRule.class)
@Requires(property = "micronaut.security.enabled", value = "true")
final class MetricsRule extends SensitiveEndpointRule {

    MetricsRule(EndpointSensitivityProcessor sensitivity) {
        super(sensitivity);
    }

    @Override
    protected Publisher<SecurityRuleResult> checkSensitiveAuthenticated(
            HttpRequest<?> request, Authentication person, ExecutableMethod<?, ?> method) {
        return Publishers.just(
                person.getRoles().contains(Role.MAY_READ) ? SecurityRuleResult.ALLOWED : SecurityRuleResult.REJECTED);
    }
}
