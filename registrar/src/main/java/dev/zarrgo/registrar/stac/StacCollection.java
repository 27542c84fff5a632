package dev.zarrgo.registrar.stac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.geo.BoundingBox;
import dev.zarrgo.converter.zarr.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A STAC collection: the JSON document.
///
/// Source: <https://github.com/radiantearth/stac-spec/blob/v1.1.0/collection-spec/collection-spec.md>.
///
/// @param document not to be changed; [#copy] first
public record StacCollection(ObjectNode document) {

    public StacCollection {
        if (!document.path("type").asText().equals("Collection")
                || document.path("id").asText().isEmpty()) {
            throw new IllegalArgumentException("a STAC collection has the type Collection and an id");
        }
    }

    /// @param origin where the document is from, for the message
    /// @throws UnusableSourceException if this is no collection
    public static StacCollection of(JsonNode document, String origin) {
        try {
            if (document instanceof ObjectNode object) {
                return new StacCollection(object);
            }
        } catch (IllegalArgumentException _) {
            // Said below, with the origin.
        }
        throw new UnusableSourceException(
                FailureCode.ITEM_INVALID,
                "%s is no STAC collection: that has the type Collection and an id".formatted(origin));
    }

    public String id() {
        return document.path("id").asText();
    }

    public String title() {
        return document.path("title").asText(id());
    }

    /// Of all its items, where it is stated.
    public Optional<BoundingBox> bbox() {
        return Boxes.read(document.path("extent").path("spatial").path("bbox").path(0));
    }

    /// `[start, end]` as stated; null is open.
    public JsonNode interval() {
        return document.path("extent").path("temporal").path("interval").path(0);
    }

    public StacCollection copy() {
        return new StacCollection(document.deepCopy());
    }

    /// Whether the extent holds an item.
    public boolean covers(Item item) {
        Optional<BoundingBox> known = bbox();
        boolean place = item.bbox()
                .map(box -> known.isPresent() && union(known.get(), box).equals(known.get()))
                .orElse(true);
        boolean time = item.interval()
                .map(times -> isOpenOr(interval().path(0), start -> !start.isAfter(times.start()))
                        && isOpenOr(interval().path(1), end -> !end.isBefore(times.end())))
                .orElse(true);
        return place && time;
    }

    private static boolean isOpenOr(JsonNode stated, Predicate<Instant> condition) {
        return stated.isNull() || Times.parse(stated.asText()).filter(condition).isPresent();
    }

    /// This collection with an extent that holds an item as well (rule P85).
    public StacCollection widened(Item item) {
        StacCollection wider = copy();
        ObjectNode extent = object(wider.document, "extent");
        item.bbox().ifPresent(box -> {
            ArrayNode boxes = array(object(extent, "spatial"), "bbox");
            Optional<BoundingBox> known = Boxes.read(boxes.path(0));
            BoundingBox union = known.map(old -> union(old, box)).orElse(box);
            if (known.isEmpty() || !union.equals(known.get())) {
                replaceFirst(boxes, Json.numbers(union.edges()));
            }
        });
        item.interval().ifPresent(times -> widen(array(object(extent, "temporal"), "interval"), times));
        return wider;
    }

    /// Unlike [BoundingBox#union], a box that holds the other stays as it is.
    private static BoundingBox union(BoundingBox old, BoundingBox more) {
        boolean worldWide = old.xmin() <= -180 && old.xmax() >= 180;
        if (worldWide) {
            return new BoundingBox(
                    old.xmin(), Math.min(old.ymin(), more.ymin()), old.xmax(), Math.max(old.ymax(), more.ymax()));
        }
        return old.union(more);
    }

    private static void widen(ArrayNode intervals, Interval times) {
        JsonNode known = intervals.path(0);
        ArrayNode wider = Json.array();
        wider.add(earlier(known, times));
        wider.add(later(known, times));
        if (!wider.equals(known)) {
            replaceFirst(intervals, wider);
        }
    }

    private static JsonNode earlier(JsonNode known, Interval times) {
        JsonNode start = known.path(0);
        boolean stays = isOpenOr(start, time -> !time.isAfter(times.start()));
        return stays ? start : Json.texts(List.of(times.start().toString())).get(0);
    }

    private static JsonNode later(JsonNode known, Interval times) {
        JsonNode end = known.path(1);
        boolean stays = isOpenOr(end, time -> !time.isBefore(times.end()));
        return stays ? end : Json.texts(List.of(times.end().toString())).get(0);
    }

    private static void replaceFirst(ArrayNode array, JsonNode first) {
        if (array.isEmpty()) {
            array.add(first);
        } else {
            array.set(0, first);
        }
    }

    private static ObjectNode object(ObjectNode parent, String name) {
        return parent.get(name) instanceof ObjectNode known ? known : parent.putObject(name);
    }

    private static ArrayNode array(ObjectNode parent, String name) {
        return parent.get(name) instanceof ArrayNode known ? known : parent.putArray(name);
    }
}
