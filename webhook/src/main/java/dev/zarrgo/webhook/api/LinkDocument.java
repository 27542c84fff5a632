package dev.zarrgo.webhook.api;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/// A link to another document.
@Serdeable.Serializable
public record LinkDocument(
        String href,
        String rel,
        @Nullable String type,
        @Nullable String title) {

    static LinkDocument json(String href, String rel, String title) {
        return new LinkDocument(href, rel, "application/json", title);
    }
}
