package dev.zarrgo.registrar.stac;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import java.util.Optional;

/// A link that is written.
///
/// @param type media type
/// @param title for a person
public record Link(String rel, String href, Optional<String> type, Optional<String> title) {

    public static final String GEOJSON = "application/geo+json";
    public static final String JSON = "application/json";

    public static Link of(String rel, String href, String type) {
        return new Link(rel, href, Optional.of(type), Optional.empty());
    }

    public static Link of(String rel, String href, String type, String title) {
        return new Link(rel, href, Optional.of(type), Optional.of(title));
    }

    public ObjectNode json() {
        ObjectNode link = Json.object().put("rel", rel).put("href", href);
        type.ifPresent(text -> link.put("type", text));
        title.ifPresent(text -> link.put("title", text));
        return link;
    }
}
