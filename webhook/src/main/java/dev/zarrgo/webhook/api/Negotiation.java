package dev.zarrgo.webhook.api;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.http.server.annotation.PreMatching;
import java.util.List;
import java.util.regex.Pattern;

/// Decides what a client gets where an address has several forms: what it names first of those that there
/// are, else the first one here. The framework would call that ambiguous.
@ServerFilter("/**")
final class Negotiation implements Ordered {

    private record Offer(Pattern path, List<String> types) {}

    private static final List<Offer> OFFERS = List.of(
            new Offer(Pattern.compile("/"), List.of(MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN)),
            new Offer(
                    Pattern.compile("/jobs/[^/]+/events"),
                    List.of(MediaType.APPLICATION_JSON, MediaType.TEXT_EVENT_STREAM)),
            new Offer(Pattern.compile("/jobs/[^/]+/logs"), List.of(MediaType.TEXT_PLAIN, MediaType.TEXT_EVENT_STREAM)));

    @RequestFilter
    @PreMatching
    void choose(HttpRequest<?> request) {
        boolean reads = request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
        if (!reads || !(request.getHeaders() instanceof MutableHttpHeaders headers)) {
            return;
        }
        for (Offer offer : OFFERS) {
            if (offer.path.matcher(request.getPath()).matches()) {
                headers.set(HttpHeaders.ACCEPT, chosen(request.getHeaders().accept(), offer.types));
            }
        }
    }

    private static String chosen(List<MediaType> wanted, List<String> offered) {
        for (MediaType type : wanted) {
            if (offered.contains(type.getName())) {
                return type.getName();
            }
        }
        return offered.getFirst();
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.FIRST.order();
    }
}
