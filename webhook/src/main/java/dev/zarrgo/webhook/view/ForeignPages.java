package dev.zarrgo.webhook.view;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.http.server.annotation.PreMatching;
import org.jspecify.annotations.Nullable;

/// Lets pages of every origin read stores, whatever is set for the rest of the service (CORS). No cookie
/// says who somebody is, so a foreign page learns nothing that its own server could not.
///
/// Maps read stores with ranges, and browsers ask before they send such a request.
@ServerFilter("/stores/**")
final class ForeignPages implements Ordered {

    @RequestFilter
    @PreMatching
    @Nullable
    HttpResponse<?> welcome(HttpRequest<?> request) {
        if (request.getMethod() == HttpMethod.OPTIONS) {
            return welcome(HttpResponse.noContent())
                    .header(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS")
                    .header(
                            HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                            "Range, If-Match, If-None-Match, If-Modified-Since, If-Range, Authorization, Cache-Control")
                    .header(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "86400");
        }
        if (request.getHeaders() instanceof MutableHttpHeaders headers) {
            headers.remove(HttpHeaders.ORIGIN); // the rules of the framework are for the rest
        }
        return null;
    }

    static <T> MutableHttpResponse<T> welcome(MutableHttpResponse<T> response) {
        return response.header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .header(
                        HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS,
                        "Accept-Ranges, Content-Encoding, Content-Length, Content-Range, ETag, Last-Modified");
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.FIRST.before();
    }
}
