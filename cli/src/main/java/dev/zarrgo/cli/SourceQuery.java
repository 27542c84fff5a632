package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.geo.BoundingBox;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.catalog.Catalogs;
import dev.zarrgo.registrar.catalog.ItemQuery;
import dev.zarrgo.registrar.stac.Interval;
import dev.zarrgo.registrar.stac.Item;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which sources are looked for in a catalogue: what is worth submitting of a collection, a box and a time.
///
/// Source: rule P11.
class SourceQuery {

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    @Option(
            names = "--source-collection",
            paramLabel = "ID",
            required = true,
            description = "The collection to search.")
    private String collection = "";

    @Option(names = "--bbox", paramLabel = "W,S,E,N", description = "Only items that touch this box, in degrees.")
    private @Nullable String bbox;

    @Option(names = "--from", paramLabel = "TIME", description = "Only items since a time, or within a while (3d).")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "TIME", description = "Only items until a time.")
    private @Nullable String until;

    @Option(
            names = "--max-items",
            paramLabel = "N",
            defaultValue = "1000",
            description = "At most so many. Default: ${DEFAULT-VALUE}.")
    private int maxItems = 1000;

    @Option(
            names = "--skip-existing",
            paramLabel = "URL#ID",
            description = "Leave out items that this catalogue's collection has.")
    private @Nullable String existing;

    /// Addresses of the items that were found.
    ///
    /// @param api where to search
    final List<String> sources(String api, PrintWriter err) {
        var catalogs = new Catalogs(System.getenv(), true, _ -> {});
        var usable = new ArrayList<Item>();
        int deprecated = 0;
        int nameless = 0;
        try (Catalog catalog = catalogs.open(api)) {
            for (Item item : catalog.search(query())) {
                if (item.property("deprecated").asBoolean()) {
                    deprecated++;
                } else if (item.link("self").isEmpty() || !hasData(item)) {
                    nameless++;
                } else {
                    usable.add(item);
                }
            }
        }
        List<String> found = missing(catalogs, usable).stream()
                .map(item -> item.link("self").orElseThrow())
                .toList();
        err.println("%d sources found; left out: %d deprecated, %d without address or data, %d that exist"
                .formatted(found.size(), deprecated, nameless, usable.size() - found.size()));
        return found;
    }

    private ItemQuery query() {
        ItemQuery query = ItemQuery.of(collection).upTo(maxItems);
        if (bbox != null) {
            query = query.in(box(bbox));
        }
        if (from != null || until != null) {
            Instant start = from == null ? Instant.EPOCH : Since.time(from, InstantSource.system());
            Instant end = until == null ? LAST : Since.time(until, InstantSource.system());
            query = query.during(new Interval(start, end));
        }
        return query;
    }

    private static BoundingBox box(String text) {
        try {
            double[] edges = Arrays.stream(text.split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            if (edges.length == 4) {
                return new BoundingBox(edges[0], edges[1], edges[2], edges[3]);
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new InvalidRequestException(
                FailureCode.USAGE, "--bbox %s is no box".formatted(text), "give west,south,east,north in degrees");
    }

    /// Those that the catalogue of `--skip-existing` does not have.
    private List<Item> missing(Catalogs catalogs, List<Item> items) {
        if (existing == null || items.isEmpty()) {
            return items;
        }
        String[] parts = existing.split("#", 2);
        if (parts.length != 2) {
            throw new InvalidRequestException(
                    FailureCode.USAGE, "--skip-existing %s names no collection".formatted(existing), "give URL#ID");
        }
        try (Catalog catalog = catalogs.open(parts[0])) {
            return items.stream()
                    .filter(item -> catalog.item(parts[1], item.id()).isEmpty())
                    .toList();
        }
    }

    private static boolean hasData(Item item) {
        for (JsonNode asset : item.assets()) {
            if (asset.path("href").isTextual()) {
                return true;
            }
        }
        return false;
    }
}
