package dev.zarrgo.webhook.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// The process that this service offers, as OGC API – Processes describes processes: in whole, or as an
/// entry of a list.
final class ProcessDocument {

    static final String ID = "convert";
    private static final String RESOURCE = "process-convert.json";
    private static final List<String> DETAILS = List.of("inputs", "outputs");

    private ProcessDocument() {}

    static Object whole(Links links) {
        return plain(read(), links);
    }

    static Object summary(Links links) {
        return plain(read().remove(DETAILS), links);
    }

    private static Object plain(ObjectNode document, Links links) {
        String self = links.to("/processes/" + ID);
        ArrayNode related = document.putArray("links");
        link(related, self, "self");
        link(related, self + "/execution", "http://www.opengis.net/def/rel/ogc/1.0/execute");
        Object plain = JsonBody.plain(document);
        if (plain == null) {
            throw new IllegalStateException(RESOURCE);
        }
        return plain;
    }

    private static void link(ArrayNode related, String href, String rel) {
        related.addObject().put("href", href).put("rel", rel).put("type", "application/json");
    }

    private static ObjectNode read() {
        try (InputStream resource = ProcessDocument.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return (ObjectNode) Json.parse(resource.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
