package dev.zarrgo.registrar.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.StacCollection;
import java.util.List;
import java.util.Set;

/// What a collection says by itself, and what it takes from its items and from where it lives.
///
/// Source: rules P35, P59.
public final class Collections {

    private static final Set<String> HIERARCHY =
            Set.of("self", "parent", "root", "items", "item", "http://www.opengis.net/def/rel/ogc/1.0/queryables");

    private Collections() {}

    /// A collection with the hierarchy links of a catalogue; the others stay, in order.
    public static StacCollection linked(StacCollection collection, Catalog catalog) {
        StacCollection copy = collection.copy();
        ArrayNode links = Json.array();
        catalog.linksOf(collection.id()).forEach(link -> links.add(link.json()));
        for (JsonNode link : copy.document().path("links")) {
            if (!HIERARCHY.contains(link.path("rel").asText())) {
                links.add(link);
            }
        }
        copy.document().set("links", links);
        return copy;
    }

    /// A collection whose extent is that of its items in a catalogue; without items it stays as it is.
    public static StacCollection withExtentOfItems(StacCollection collection, Catalog catalog) {
        List<Item> items = catalog.search(ItemQuery.of(collection.id()).upTo(Integer.MAX_VALUE));
        if (items.isEmpty()) {
            return collection;
        }
        ObjectNode bare = collection.document().deepCopy();
        bare.remove("extent");
        StacCollection sized = new StacCollection(bare);
        for (Item item : items) {
            sized = sized.widened(item);
        }
        return sized;
    }
}
