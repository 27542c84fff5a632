package dev.zarrgo.webhook.security;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;

/// Bounds what one client may ask for in a time (rule A24). A client is who it proves to be, else where it
/// comes from.
@ServerFilter("/**")
final class RateLimit implements Ordered {

    private final Buckets buckets;

    RateLimit(SecuritySettings settings) {
        this.buckets = new Buckets(settings.requestsPerSecond(), settings.burst(), System::nanoTime);
    }

    @RequestFilter
    void check(HttpRequest<?> request) {
        if (request.getPath().startsWith("/health")) {
            return;
        }
        String client = request.getUserPrincipal()
                .map(Principal::getName)
                .orElseGet(() -> "/" + request.getRemoteAddress().getAddress());
        Optional<Duration> wait = buckets.take(client);
        wait.ifPresent(time -> {
            throw new TooManyRequestsException(time);
        });
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.SECURITY.after();
    }
}
