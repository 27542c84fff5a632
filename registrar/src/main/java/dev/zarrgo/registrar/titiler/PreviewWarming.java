package dev.zarrgo.registrar.titiler;

import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.registrar.http.HttpService;
import dev.zarrgo.registrar.http.Reply;
import dev.zarrgo.registrar.stac.Item;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;

/// Asks a tile server once for the picture of an item, so that the first visitor finds it ready. Best
/// effort: nothing depends on it.
///
/// Source: rule P34.
public final class PreviewWarming {

    private PreviewWarming() {}

    /// @return what went wrong
    public static Optional<String> warm(Item item, HttpService http) {
        String href = item.assets().path("thumbnail").path("href").asText();
        if (!href.contains("/preview?")) {
            return Optional.empty();
        }
        try {
            Reply reply = http.send(HttpRequest.newBuilder(URI.create(href)).GET());
            return reply.isSuccess()
                    ? Optional.empty()
                    : Optional.of("the preview is not ready: %s: %s".formatted(reply.described(), reply.quoted()));
        } catch (ZarrgoException failure) {
            return Optional.of("the preview is not ready: " + failure.getMessage());
        }
    }
}
