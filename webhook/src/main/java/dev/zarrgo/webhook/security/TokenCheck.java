package dev.zarrgo.webhook.security;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/// Knows the tokens of the operator.
@Singleton
@Requires(property = "micronaut.security.enabled", value = "true")
final class TokenCheck implements TokenValidator<HttpRequest<?>> {

    private final SecuritySettings settings;

    TokenCheck(SecuritySettings settings) {
        this.settings = settings;
    }

    @Override
    public Publisher<Authentication> validateToken(String token, @Nullable HttpRequest<?> request) {
        // All are compared, so that the time does not tell which one is near.
        Authentication known = null;
        for (StaticToken candidate : settings.tokens()) {
            if (candidate.digest().isThatOf(token)) {
                known = Authentication.build(candidate.name(), candidate.role().included());
            }
        }
        return known == null ? Publishers.empty() : Publishers.just(known);
    }
}
