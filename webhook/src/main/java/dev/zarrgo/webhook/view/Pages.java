package dev.zarrgo.webhook.view;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.http.server.annotation.PreMatching;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Gives browsers a page where programs get a document: at the addresses of both, to those who would rather
/// have HTML.
///
/// Source: section 5 of the jobs specification.
@ServerFilter("/**")
final class Pages implements Ordered {

    /// Nothing else lives there.
    private static final Pattern PAGES = Pattern.compile("/(map|submit|login)");

    private static final Pattern PAGES_AND_DOCUMENTS = Pattern.compile("/|/jobs|/jobs/[^/]+");

    private final AssetsResource assets;

    Pages(AssetsResource assets) {
        this.assets = assets;
    }

    @RequestFilter
    @PreMatching
    @Nullable
    HttpResponse<?> show(HttpRequest<?> request) {
        String path = request.getPath();
        boolean reads = request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
        boolean page = PAGES.matcher(path).matches()
                || (PAGES_AND_DOCUMENTS.matcher(path).matches() && prefersHtml(request));
        return reads && page ? assets.page(request) : null;
    }

    private static boolean prefersHtml(HttpRequest<?> request) {
        List<MediaType> wanted = List.copyOf(request.getHeaders().accept());
        return !wanted.isEmpty() && wanted.getFirst().getName().equals(MediaType.TEXT_HTML);
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.FIRST.before();
    }
}
