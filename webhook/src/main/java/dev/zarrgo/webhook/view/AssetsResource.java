package dev.zarrgo.webhook.view;

import dev.zarrgo.webhook.security.SecuritySettings;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The files of the browser application.
@Controller("/ui")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(SecurityRule.IS_ANONYMOUS)
public final class AssetsResource {

    private final ViewSettings settings;
    private final SecuritySettings security;
    private final ConcurrentMap<String, Optional<Asset>> assets = new ConcurrentHashMap<>();

    AssetsResource(ViewSettings settings, SecuritySettings security) {
        this.settings = settings;
        this.security = security;
    }

    @Get("/settings.json")
    @Produces(MediaType.APPLICATION_JSON)
    HttpResponse<ViewSettings.Document> settings() {
        return HttpResponse.ok(settings.document(security)).header(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    @Get("/{name}")
    HttpResponse<?> file(String name, HttpRequest<?> request) {
        Optional<Asset> asset = find(name);
        if (asset.isEmpty()) {
            return HttpResponse.notFound();
        }
        String freshness = asset.get().isForGood() ? "public, max-age=31536000, immutable" : "no-cache";
        return answer(asset.get(), request).header(HttpHeaders.CACHE_CONTROL, freshness);
    }

    /// One page holds all pages; which one is shown follows from the address.
    HttpResponse<?> page(HttpRequest<?> request) {
        Optional<Asset> page = find("index.html");
        if (page.isEmpty()) {
            return HttpResponse.notFound();
        }
        return answer(page.get(), request)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header("Content-Security-Policy", settings.policy())
                .header("Referrer-Policy", "same-origin");
    }

    /// Only files that exist are remembered: the names of others have no end.
    private Optional<Asset> find(String name) {
        Optional<Asset> known = assets.get(name);
        if (known != null) {
            return known;
        }
        Optional<Asset> asset = Asset.named(name);
        if (asset.isPresent()) {
            assets.put(name, asset);
        }
        return asset;
    }

    private static MutableHttpResponse<byte[]> answer(Asset asset, HttpRequest<?> request) {
        boolean compressed =
                StoreReply.acceptsGzip(request.getHeaders().get(HttpHeaders.ACCEPT_ENCODING, String.class, ""));
        MutableHttpResponse<byte[]> response = HttpResponse.ok(compressed ? asset.compressed() : asset.content())
                .header(HttpHeaders.CONTENT_TYPE, asset.mediaType())
                .header(HttpHeaders.VARY, "Accept-Encoding, Accept")
                .header("X-Content-Type-Options", "nosniff");
        return compressed ? response.header(HttpHeaders.CONTENT_ENCODING, "gzip") : response;
    }
}
