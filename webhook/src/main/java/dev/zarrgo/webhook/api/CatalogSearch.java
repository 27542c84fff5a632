package dev.zarrgo.webhook.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.geo.BoundingBox;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.catalog.ItemQuery;
import dev.zarrgo.registrar.stac.Interval;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.StacCollection;
import io.micronaut.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Which items of the catalogue are wanted: ids, collections, a box, a time, clouds, a number.
///
/// Source: STAC API, Item Search; rule P88.
///
/// @param collections empty for all
/// @param offset items that earlier pages had
record CatalogSearch(
        List<String> collections,
        List<String> ids,
        Optional<BoundingBox> bbox,
        Optional<Interval> interval,
        Optional<CloudCover> clouds,
        int limit,
        int offset) {

    static final int MAX_LIMIT = 1000;
    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_OFFSET = 1_000_000;
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final String CLOUD_COVER = "eo:cloud_cover";

    private static final Set<String> NAMES =
            Set.of("collections", "ids", "bbox", "datetime", "limit", "cloudCover", "after");

    /// The share of clouds, in percent, both ends included.
    record CloudCover(double min, double max) {
        boolean holds(Item item) {
            JsonNode value = item.property(CLOUD_COVER);
            return value.isNumber() && value.doubleValue() >= min && value.doubleValue() <= max;
        }
    }

    /// From a query: `collections=a,b&ids=…&bbox=…&datetime=…&cloudCover=0/20&limit=…&after=…`.
    static CatalogSearch of(HttpRequest<?> request) {
        var parameters = new Parameters(request.getParameters(), NAMES);
        CatalogSearch search = of(parameters, parameters.texts("collections"), parameters.texts("ids"));
        parameters.end();
        return search;
    }

    /// From a query for the items of one collection.
    static CatalogSearch of(HttpRequest<?> request, String collection) {
        var names = new HashSet<>(NAMES);
        names.removeAll(Set.of("collections", "ids"));
        var parameters = new Parameters(request.getParameters(), names);
        CatalogSearch search = of(parameters, List.of(collection), List.of());
        parameters.end();
        return search;
    }

    private static CatalogSearch of(Parameters parameters, List<String> collections, List<String> ids) {
        Optional<BoundingBox> box = Optional.empty();
        List<String> edges = parameters.texts("bbox");
        if (!edges.isEmpty()) {
            box = box(edges);
            if (box.isEmpty()) {
                parameters.refuse("bbox", "bbox is xmin,ymin,xmax,ymax in degrees");
            }
        }
        Optional<Interval> times = parameters.text("datetime").flatMap(text -> {
            Optional<Interval> interval = interval(text);
            if (interval.isEmpty()) {
                parameters.refuse("datetime", "datetime is a time, A/B, A/.. or ../B");
            }
            return interval;
        });
        Optional<CloudCover> clouds = parameters.text("cloudCover").flatMap(text -> {
            Optional<CloudCover> range = clouds(text);
            if (range.isEmpty()) {
                parameters.refuse("cloudCover", "cloudCover is a percentage at most, or MIN/MAX");
            }
            return range;
        });
        return new CatalogSearch(
                collections,
                ids,
                box,
                times,
                clouds,
                parameters.number("limit", 1, MAX_LIMIT, DEFAULT_LIMIT),
                parameters.number("after", 0, MAX_OFFSET, 0));
    }

    /// From the body of a POST: the same, and `query: {"eo:cloud_cover": {"lte": 20}}`.
    static CatalogSearch of(Members members) {
        List<String> edges =
                members.numbers("bbox", 6).stream().map(String::valueOf).toList();
        Optional<BoundingBox> box = edges.isEmpty() ? Optional.empty() : box(edges);
        if (box.isEmpty() && !edges.isEmpty()) {
            members.fault("bbox", "is not [xmin, ymin, xmax, ymax] in degrees");
        }
        Optional<Interval> times = members.optionalText("datetime").flatMap(text -> {
            Optional<Interval> interval = interval(text);
            if (interval.isEmpty()) {
                members.fault("datetime", "is no time, A/B, A/.. or ../B");
            }
            return interval;
        });
        var search = new CatalogSearch(
                members.texts("collections", 100),
                members.texts("ids", MAX_LIMIT),
                box,
                times,
                clouds(members, members.tree("query")),
                members.number("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT),
                members.number("after", 0, MAX_OFFSET).orElse(0));
        members.end();
        return search;
    }

    private static Optional<CloudCover> clouds(Members members, JsonNode query) {
        if (query.isEmpty()) {
            return Optional.empty();
        }
        double min = 0;
        double max = 100;
        boolean valid = query.size() == 1 && query.path(CLOUD_COVER).isObject();
        for (var condition : query.path(CLOUD_COVER).properties()) {
            double value = condition.getValue().asDouble();
            valid &= condition.getValue().isNumber();
            switch (condition.getKey()) {
                case "lte" -> max = Math.min(max, value);
                case "lt" -> max = Math.min(max, Math.nextDown(value));
                case "gte" -> min = Math.max(min, value);
                case "gt" -> min = Math.max(min, Math.nextUp(value));
                default -> valid = false;
            }
        }
        if (!valid) {
            members.fault("query", "knows %s with lt, lte, gt and gte".formatted(CLOUD_COVER));
        }
        return Optional.of(new CloudCover(min, max));
    }

    private static Optional<CloudCover> clouds(String text) {
        try {
            String[] ends = text.split("/", -1);
            double[] range = ends.length == 1
                    ? new double[] {0, Double.parseDouble(ends[0])}
                    : new double[] {Double.parseDouble(ends[0]), Double.parseDouble(ends[ends.length - 1])};
            boolean valid = ends.length <= 2 && range[0] >= 0 && range[1] >= range[0] && range[1] <= 100;
            return valid ? Optional.of(new CloudCover(range[0], range[1])) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<BoundingBox> box(List<String> edges) {
        try {
            double[] values = edges.stream().mapToDouble(Double::parseDouble).toArray();
            boolean valid = values.length == 4
                    && Math.abs(values[0]) <= 180
                    && Math.abs(values[2]) <= 180
                    && values[1] >= -90
                    && values[3] <= 90
                    && values[1] <= values[3];
            return valid ? Optional.of(new BoundingBox(values[0], values[1], values[2], values[3])) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Interval> interval(String text) {
        String[] ends = text.split("/", -1);
        Optional<Instant> start = Parameters.parseTime(ends[0].matches("|\\.\\.") ? FIRST.toString() : ends[0]);
        String last = ends[ends.length - 1];
        Optional<Instant> end = Parameters.parseTime(last.matches("|\\.\\.") ? LAST.toString() : last);
        if (ends.length > 2 || text.matches("(\\.\\.)?/?(\\.\\.)?")) {
            return Optional.empty();
        }
        return start.flatMap(
                first -> end.filter(latest -> !latest.isBefore(first)).map(latest -> new Interval(first, latest)));
    }

    /// A page of what was found.
    ///
    /// @param more whether there is another one
    record Found(List<Item> items, boolean more) {}

    Found run(Catalog catalog) {
        List<String> places = collections.isEmpty()
                ? catalog.collections().stream().map(StacCollection::id).toList()
                : collections;
        Predicate<Item> rest = item -> clouds.map(range -> range.holds(item)).orElse(true);
        int wanted = offset + limit + 1;
        var found = new ArrayList<Item>();
        for (String collection : places) {
            if (found.size() < wanted && catalog.collection(collection).isPresent()) {
                int most = clouds.isPresent() ? ItemQuery.DEFAULT_LIMIT : wanted - found.size();
                var query = new ItemQuery(collection, ids, bbox, interval, Optional.empty(), most);
                catalog.search(query).stream().filter(rest).forEach(found::add);
            }
        }
        int end = Math.min(offset + limit, found.size());
        return new Found(List.copyOf(found.subList(Math.min(offset, end), end)), found.size() > offset + limit);
    }
}
