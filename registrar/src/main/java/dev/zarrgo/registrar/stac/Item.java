package dev.zarrgo.registrar.stac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.geo.BoundingBox;
import dev.zarrgo.converter.zarr.Json;
import java.util.Optional;

/// A STAC item: the JSON document, so that members that nobody here knows stay as they are.
///
/// Source: <https://github.com/radiantearth/stac-spec/blob/v1.1.0/item-spec/item-spec.md>.
///
/// @param document not to be changed; [#copy] first
public record Item(ObjectNode document) {

    public static final String STAC_VERSION = "1.1.0";

    public Item {
        if (!document.path("type").asText().equals("Feature")
                || document.path("id").asText().isEmpty()) {
            throw new IllegalArgumentException("a STAC item has the type Feature and an id");
        }
    }

    /// Whether this looks like an item: a GeoJSON feature with assets (rule I2).
    public static boolean isItem(JsonNode document) {
        return document.path("type").asText().equals("Feature")
                && document.path("assets").isObject()
                && !document.path("id").asText().isEmpty();
    }

    /// @param origin where the document is from, for the message
    /// @throws UnusableSourceException if this is no item
    public static Item of(JsonNode document, String origin) {
        if (document instanceof ObjectNode object && isItem(object)) {
            return new Item(object);
        }
        throw new UnusableSourceException(
                FailureCode.ITEM_INVALID,
                "%s is no STAC item: that is a GeoJSON Feature with id and assets".formatted(origin));
    }

    public String id() {
        return document.path("id").asText();
    }

    /// The id of its collection.
    public Optional<String> collection() {
        return Optional.of(document.path("collection").asText()).filter(id -> !id.isEmpty());
    }

    public JsonNode property(String name) {
        return document.path("properties").path(name);
    }

    public JsonNode assets() {
        return document.path("assets");
    }

    public JsonNode links() {
        return document.path("links");
    }

    /// Where the first link of a relation leads.
    public Optional<String> link(String rel) {
        for (JsonNode link : links()) {
            if (link.path("rel").asText().equals(rel) && link.path("href").isTextual()) {
                return Optional.of(link.path("href").asText());
            }
        }
        return Optional.empty();
    }

    public Optional<BoundingBox> bbox() {
        return Boxes.read(document.path("bbox"));
    }

    /// From the first to the last moment of the acquisition.
    public Optional<Interval> interval() {
        String at = property("datetime").asText("");
        String start = property("start_datetime").asText(at);
        String end = property("end_datetime").asText(at);
        return Interval.parse(start, end);
    }

    public Item copy() {
        return new Item(document.deepCopy());
    }

    // --- parts of a document in the making

    /// The member `properties` of a document, made where it is missing.
    public static ObjectNode propertiesOf(ObjectNode document) {
        return objectOf(document, "properties");
    }

    /// The member `assets` of a document, made where it is missing.
    public static ObjectNode assetsOf(ObjectNode document) {
        return objectOf(document, "assets");
    }

    private static ObjectNode objectOf(ObjectNode document, String name) {
        if (document.get(name) instanceof ObjectNode known) {
            return known;
        }
        ObjectNode made = Json.object();
        document.set(name, made);
        return made;
    }

    /// The member `links` of a document, made where it is missing.
    public static ArrayNode linksOf(ObjectNode document) {
        return document.get("links") instanceof ArrayNode known ? known : document.putArray("links");
    }
}
