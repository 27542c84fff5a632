package dev.zarrgo.registrar.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.geo.BoundingBox;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Interval;
import dev.zarrgo.registrar.stac.Item;
import java.util.List;
import java.util.Optional;

/// Which items are wanted; conditions that are empty are none.
///
/// Source: rule P57.
///
/// @param filter CQL2 as JSON; not for catalogues of files
/// @param limit the most items that are returned, at least 1
public record ItemQuery(
        String collection,
        List<String> ids,
        Optional<BoundingBox> bbox,
        Optional<Interval> interval,
        Optional<ObjectNode> filter,
        int limit) {

    public static final int DEFAULT_LIMIT = 10_000;

    public ItemQuery {
        ids = List.copyOf(ids);
        if (limit < 1) {
            throw new IllegalArgumentException("a limit of %d".formatted(limit));
        }
    }

    /// All items of a collection.
    public static ItemQuery of(String collection) {
        return new ItemQuery(
                collection, List.of(), Optional.empty(), Optional.empty(), Optional.empty(), DEFAULT_LIMIT);
    }

    public ItemQuery upTo(int items) {
        return new ItemQuery(collection, ids, bbox, interval, filter, items);
    }

    public ItemQuery in(BoundingBox box) {
        return new ItemQuery(collection, ids, Optional.of(box), interval, filter, limit);
    }

    public ItemQuery during(Interval times) {
        return new ItemQuery(collection, ids, bbox, Optional.of(times), filter, limit);
    }

    public ItemQuery where(ObjectNode cql2) {
        return new ItemQuery(collection, ids, bbox, interval, Optional.of(cql2), limit);
    }

    /// The body of a search request.
    ///
    /// @param page the most items of one page
    ObjectNode json(int page) {
        ObjectNode body = Json.object();
        body.set("collections", Json.texts(List.of(collection)));
        if (!ids.isEmpty()) {
            body.set("ids", Json.texts(ids));
        }
        bbox.ifPresent(box -> body.set("bbox", Json.numbers(box.edges())));
        interval.ifPresent(times -> body.put("datetime", times.start() + "/" + times.end()));
        filter.ifPresent(cql2 -> body.put("filter-lang", "cql2-json").set("filter", cql2));
        return body.put("limit", Math.min(page, limit));
    }

    /// Whether an item answers all conditions but the filter.
    boolean matches(Item item) {
        return (ids.isEmpty() || ids.contains(item.id()))
                && (bbox.isEmpty()
                        || item.bbox().filter(box -> meet(box, bbox.get())).isPresent())
                && (interval.isEmpty()
                        || item.interval().filter(interval.get()::intersects).isPresent());
    }

    private static boolean meet(BoundingBox a, BoundingBox b) {
        if (a.ymin() > b.ymax() || b.ymin() > a.ymax()) {
            return false;
        }
        if (a.crossesAntimeridian()) {
            return b.xmax() >= a.xmin() || b.xmin() <= a.xmax() || b.crossesAntimeridian();
        }
        if (b.crossesAntimeridian()) {
            return a.xmax() >= b.xmin() || a.xmin() <= b.xmax();
        }
        return a.xmin() <= b.xmax() && b.xmin() <= a.xmax();
    }
}
