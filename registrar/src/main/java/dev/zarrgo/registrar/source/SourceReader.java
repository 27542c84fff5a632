package dev.zarrgo.registrar.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.http.HttpService;
import dev.zarrgo.registrar.http.Reply;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.Link;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Tells items, lists of items and products apart, and reads the items.
///
/// Source: rule I2, step 2 of section 6 of the pipeline specification, section 2 for lists.
public final class SourceReader {

    private static final long MAX_BYTES = 256 << 20;
    private static final int MAX_PAGES = 1000;
    private static final int MAX_NAMED = 10;

    private final HttpService http;

    /// @param http follows redirects
    public SourceReader(HttpService http) {
        this.http = http;
    }

    /// @param text a path or an address
    /// @param id which one is meant where there is a list of several items
    /// @throws UnusableSourceException if there is nothing, or no item where one has to be
    public Source read(String text, String id) {
        List<Source> all = readAll(text);
        if (all.size() == 1) {
            return all.getFirst();
        }
        return all.stream()
                .filter(source -> source.name().equals(id))
                .findFirst()
                .orElseThrow(() -> new UnusableSourceException(
                        FailureCode.ITEM_INVALID,
                        "%s is a list of %d items, without %s: %s"
                                .formatted(
                                        text,
                                        all.size(),
                                        id,
                                        all.stream()
                                                .map(Source::name)
                                                .limit(MAX_NAMED)
                                                .collect(Collectors.joining(" "))),
                        "give the item of the store"));
    }

    /// The product or item at a location, or all items of a list, with its further pages.
    ///
    /// @throws UnusableSourceException if there is nothing, or no item where one has to be
    public List<Source> readAll(String text) {
        if (!leadsToItems(text)) {
            return List.of(new Source.OfProduct(text));
        }
        return isOnTheWeb(text) ? fetch(text) : readFile(Location.parse(text).path(), text);
    }

    /// Whether this is the address of items, or a file with some, by its looks.
    ///
    /// @param text a path or an address
    public static boolean leadsToItems(String text) {
        if (isOnTheWeb(text)) {
            return URI.create(text).getPath().matches(".*(/items/[^/]+|/items|/search|\\.json|\\.geojson)");
        }
        return Location.parse(text).isFile() && text.matches(".*(\\.json|\\.geojson)");
    }

    private static boolean isOnTheWeb(String text) {
        return text.matches("(?i)https?:.*");
    }

    private List<Source> fetch(String address) {
        var sources = new ArrayList<Source>();
        Optional<String> next = Optional.of(address);
        for (int page = 0; page < MAX_PAGES && next.isPresent(); page++) {
            JsonNode document = get(next.get());
            sources.addAll(sources(document, next.get()));
            next = isList(document) ? nextPage(document) : Optional.empty();
        }
        return required(sources, address);
    }

    private JsonNode get(String address) {
        Reply reply = http.send(HttpRequest.newBuilder(URI.create(address))
                .header("Accept", Link.GEOJSON + ", " + Link.JSON)
                .GET());
        if (reply.status() == 404 || reply.status() == 410) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_NOT_FOUND, "%s: there is no such item".formatted(reply.described()));
        }
        if (!reply.isSuccess()) {
            boolean forbidden = reply.status() == 401 || reply.status() == 403;
            throw new RefusedException(
                    forbidden ? FailureCode.FORBIDDEN : FailureCode.SERVICE_REFUSED,
                    "%s: %s".formatted(reply.described(), reply.quoted()));
        }
        return reply.json();
    }

    private static Optional<String> nextPage(JsonNode document) {
        for (JsonNode link : document.path("links")) {
            if (link.path("rel").asText().equals("next") && !link.has("body")) {
                return Optional.of(link.path("href").asText());
            }
        }
        return Optional.empty();
    }

    private static List<Source> readFile(Path path, String text) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new UnusableSourceException(
                        FailureCode.ITEM_INVALID, "%s is larger than any list of items".formatted(path));
            }
            return required(sources(Json.parse(Files.readAllBytes(path)), text), text);
        } catch (NoSuchFileException missing) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_NOT_FOUND, "%s does not exist".formatted(path), null, missing);
        } catch (IOException broken) {
            throw new UnusableSourceException(
                    FailureCode.ITEM_INVALID, "%s is not JSON".formatted(path), "give a STAC item", broken);
        }
    }

    private static List<Source> required(List<Source> sources, String origin) {
        if (sources.isEmpty()) {
            throw new UnusableSourceException(FailureCode.SOURCE_NOT_FOUND, "%s holds no item".formatted(origin));
        }
        return List.copyOf(sources);
    }

    private static boolean isList(JsonNode document) {
        return document.path("type").asText().equals("FeatureCollection");
    }

    private static List<Source> sources(JsonNode document, String origin) {
        if (!isList(document)) {
            return List.of(new Source.OfItem(item(document, origin), origin));
        }
        var sources = new ArrayList<Source>();
        for (JsonNode feature : document.path("features")) {
            Item item = item(feature, origin);
            sources.add(new Source.OfItem(item, item.link("self").orElse(origin)));
        }
        return sources;
    }

    private static Item item(JsonNode document, String origin) {
        return new Item(ItemUpgrade.upgraded(Item.of(document, origin).document()));
    }
}
