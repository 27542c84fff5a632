package dev.zarrgo.registrar.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.StacCollection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a new collection says before it has items.
///
/// A template serves the collection of its name and those that add an environment to it:
/// `sentinel-2-l2a-staging` is made from `sentinel-2-l2a`. Everything else starts from a plain one.
///
/// Source: rules P58, C28.
public final class CollectionTemplates {

    private static final List<String> NAMES = List.of(
            "sentinel-2-l2a",
            "sentinel-2-l1c",
            "sentinel-1-l1-grd",
            "sentinel-1-grd-rtc",
            "sentinel-1-grd-rtc-acquisitions",
            "sentinel-3-olci-l1-efr");

    private CollectionTemplates() {}

    /// The names that have a template of their own.
    public static List<String> names() {
        return NAMES;
    }

    /// A new collection of the whole world and all times.
    public static StacCollection of(String id) {
        Optional<String> name = NAMES.stream()
                .filter(known -> id.equals(known) || id.startsWith(known + "-"))
                .max(Comparator.comparingInt(String::length));
        ObjectNode document = name.map(CollectionTemplates::read).orElseGet(() -> plain(id));
        document.put("id", id);
        name.filter(known -> !known.equals(id))
                .ifPresent(known -> document.put(
                        "title",
                        "%s (%s)".formatted(document.path("title").asText(), id.substring(known.length() + 1))));
        return new StacCollection(document);
    }

    /// A new collection with the extent of its first item.
    public static StacCollection of(String id, Item first) {
        StacCollection template = of(id);
        template.document().remove("extent");
        return template.widened(first);
    }

    private static ObjectNode plain(String id) {
        ObjectNode document = Json.object()
                .put("type", "Collection")
                .put("stac_version", Item.STAC_VERSION)
                .put("id", id)
                .put("description", id + " collection")
                .put("license", "other");
        ObjectNode extent = document.putObject("extent");
        extent.putObject("spatial").putArray("bbox").add(Json.numbers(List.of(-180, -90, 180, 90)));
        var open = extent.putObject("temporal").putArray("interval").addArray();
        Arrays.asList(1, 2).forEach(_ -> open.addNull());
        document.putArray("links");
        return document;
    }

    private static ObjectNode read(String name) {
        try (InputStream in = CollectionTemplates.class.getResourceAsStream("/templates/%s.json".formatted(name))) {
            if (in != null && Json.parse(in.readAllBytes()) instanceof ObjectNode template) {
                return template;
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(name, broken);
        }
        throw new IllegalStateException("no template " + name);
    }
}
