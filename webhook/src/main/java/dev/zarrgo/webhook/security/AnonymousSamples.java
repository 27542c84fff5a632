package dev.zarrgo.webhook.security;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecuredAnnotationRule;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.rules.SecurityRuleResult;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/// Lets the scripts of old in without a token, to the one place that they know (rule P8).
@Singleton
@Requires(property = "micronaut.security.enabled", value = "true")
final class AnonymousSamples implements SecurityRule<HttpRequest<?>> {

    static final String PATH = "/samples";

    private final SecuritySettings settings;

    AnonymousSamples(SecuritySettings settings) {
        this.settings = settings;
    }

    @Override
    public Publisher<SecurityRuleResult> check(@Nullable HttpRequest<?> request, @Nullable Authentication person) {
        boolean open = settings.anonymousSamples()
                && person == null
                && request != null
                && request.getMethod() == HttpMethod.POST
                && request.getPath().equals(PATH);
        return Publishers.just(open ? SecurityRuleResult.ALLOWED : SecurityRuleResult.UNKNOWN);
    }

    @Override
    public int getOrder() {
        return SecuredAnnotationRule.ORDER - 100;
    }
}
