package dev.zarrgo.registrar.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.OutcomeUnknownException;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.task.Tasks;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.http.HttpService;
import dev.zarrgo.registrar.http.Reply;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.Link;
import dev.zarrgo.registrar.stac.StacCollection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// A STAC API with the transaction extension, for example stac-fastapi-pgstac.
///
/// An item is never absent while it is replaced: POST and PUT only, never DELETE and POST. A write whose
/// answer is lost, or is a bare 500, is resolved by reading the item back.
///
/// Source: rules P55 to P57; <https://github.com/stac-api-extensions/transaction>.
public final class StacApi implements Catalog {

    private static final int WRITE_RETRIES = 3;
    private static final int PAGE = 100;
    private static final int AT_ONCE = 8;
    private static final int EXTENT_ROUNDS = 5;

    private final String root;
    private final HttpService http;

    /// Collections as last seen, so that a row of items need not ask for each.
    private final Map<String, StacCollection> seen = new ConcurrentHashMap<>();

    /// Held by the one thread that widens a collection.
    private final ReentrantLock extents = new ReentrantLock();

    /// @param root address of the landing page
    /// @param http follows no redirects: a redirected write becomes a read
    public StacApi(String root, HttpService http) {
        this.root = root.replaceFirst("/+$", "");
        this.http = http;
    }

    @Override
    public String name() {
        return root;
    }

    // --- collections

    @Override
    public List<StacCollection> collections() {
        var collections = new ArrayList<StacCollection>();
        Optional<String> next = Optional.of(root + "/collections");
        while (next.isPresent()) {
            JsonNode page = expectOk(http.send(get(next.get()))).json();
            page.path("collections").forEach(each -> collections.add(StacCollection.of(each, root)));
            next = nextLink(page).map(link -> link.path("href").asText());
        }
        return List.copyOf(collections);
    }

    @Override
    public Optional<StacCollection> collection(String id) {
        Reply reply = http.send(get(address(id)));
        if (reply.status() == 404) {
            return Optional.empty();
        }
        StacCollection found = StacCollection.of(expectOk(reply).json(), address(id));
        seen.put(id, found);
        return Optional.of(found);
    }

    @Override
    public void put(StacCollection collection) {
        seen.remove(collection.id());
        ObjectNode document = collection.document();
        Reply reply = http.send(put(address(collection.id()), document));
        if (reply.status() == 404) {
            reply = http.send(post(root + "/collections", document));
            if (reply.status() == 409) { // somebody was faster
                reply = http.send(put(address(collection.id()), document));
            }
        }
        expectOk(reply);
    }

    /// Sees to it that the collection is there and holds the item; without asking where that is known.
    ///
    /// @return whether the collection had to be widened
    private boolean ensureExtent(Item item) {
        String id = item.collection().orElseThrow();
        StacCollection known = seen.get(id);
        if (known != null && known.covers(item)) {
            return false;
        }
        extents.lock();
        try {
            boolean widened = false;
            for (int round = 0; round < EXTENT_ROUNDS; round++) {
                StacCollection fresh = requireCollection(id);
                if (fresh.covers(item)) {
                    break;
                }
                put(fresh.widened(item));
                widened = true;
            }
            return widened;
        } finally {
            extents.unlock();
        }
    }

    /// Writes an item into a collection that holds it. The API knows no conditions for collections: where
    /// this writer has widened one, it looks once more whether another process has undone that.
    private Outcome within(Item item, Supplier<Outcome> write) {
        boolean widened = ensureExtent(item);
        Outcome outcome = write.get();
        if (widened) {
            seen.remove(item.collection().orElseThrow());
            ensureExtent(item);
        }
        return outcome;
    }

    // --- items

    @Override
    public Optional<Entry> item(String collection, String id) {
        Reply reply = http.send(get(address(collection, id)));
        if (reply.status() == 404) {
            return Optional.empty();
        }
        Item item = Item.of(expectOk(reply).json(), address(collection, id));
        return Optional.of(new Entry(item, reply.header("ETag")));
    }

    @Override
    public Outcome create(Item item) {
        String address = address(item.collection().orElseThrow()) + "/items";
        return within(
                item,
                () -> write(
                        item,
                        () -> http.sendOnce(post(address, item.document())),
                        reply -> reply.status() == 409 ? Optional.of(Outcome.EXISTS) : Optional.empty()));
    }

    @Override
    public Outcome replace(Item item, Optional<String> version) {
        HttpRequest.Builder request = put(address(item.collection().orElseThrow(), item.id()), item.document());
        version.ifPresent(tag -> request.header("If-Match", tag));
        return within(
                item,
                () -> write(item, () -> http.sendOnce(request), reply -> switch (reply.status()) {
                    case 404 -> Optional.of(Outcome.MISSING);
                    case 412 -> Optional.of(Outcome.CHANGED);
                    default -> Optional.empty();
                }));
    }

    @FunctionalInterface
    private interface Send {
        Reply send();
    }

    @FunctionalInterface
    private interface Reading {
        Optional<Outcome> of(Reply reply);
    }

    /// Sends a write; when its outcome is not known, looks whether it has taken effect, and sends it again.
    private Outcome write(Item item, Send send, Reading reading) {
        for (int retry = 0; ; retry++) {
            ZarrgoException failure;
            try {
                Reply reply = send.send();
                if (reply.isSuccess()) {
                    return Outcome.DONE;
                }
                Optional<Outcome> outcome = reading.of(reply);
                if (outcome.isPresent()) {
                    return outcome.get() == Outcome.EXISTS && retry > 0 && holds(item) ? Outcome.DONE : outcome.get();
                }
                if (reply.status() != 500) {
                    throw refused(reply);
                }
                failure = failed(reply);
            } catch (OutcomeUnknownException lost) {
                failure = lost;
            }
            if (holds(item)) {
                return Outcome.DONE;
            }
            if (retry >= WRITE_RETRIES) {
                throw failure;
            }
            http.pause(retry);
        }
    }

    /// Whether the catalogue has an item as it was sent.
    private boolean holds(Item item) {
        return item(item.collection().orElseThrow(), item.id())
                .filter(found -> SameItem.test(found.item(), item))
                .isPresent();
    }

    @Override
    public void putAll(List<Item> items) {
        Tasks.forEach(items, AT_ONCE, this::put);
    }

    @Override
    public boolean delete(String collection, String id) {
        Reply reply = http.send(
                HttpRequest.newBuilder(URI.create(address(collection, id))).DELETE());
        if (reply.status() == 404) {
            return false;
        }
        expectOk(reply);
        return true;
    }

    @Override
    public List<Item> search(ItemQuery query) {
        var found = new ArrayList<Item>();
        Optional<ObjectNode> body = Optional.of(query.json(PAGE));
        String address = root + "/search";
        while (body.isPresent() && found.size() < query.limit()) {
            JsonNode page = expectOk(http.send(post(address, body.get()))).json();
            page.path("features").forEach(feature -> found.add(Item.of(feature, root)));
            Optional<JsonNode> next = nextLink(page);
            address = next.map(link -> link.path("href").asText()).orElse(address);
            body = next.map(link -> link.path("body"))
                    .filter(ObjectNode.class::isInstance)
                    .map(ObjectNode.class::cast);
        }
        return List.copyOf(found.subList(0, Math.min(found.size(), query.limit())));
    }

    private static Optional<JsonNode> nextLink(JsonNode page) {
        for (JsonNode link : page.path("links")) {
            if (link.path("rel").asText().equals("next")) {
                return Optional.of(link);
            }
        }
        return Optional.empty();
    }

    // --- links

    @Override
    public List<Link> linksOf(String collection, String item) {
        return List.of(
                Link.of("self", address(collection, item), Link.GEOJSON),
                Link.of("collection", address(collection), Link.JSON),
                Link.of("parent", address(collection), Link.JSON),
                Link.of("root", root, Link.JSON));
    }

    @Override
    public List<Link> linksOf(String collection) {
        return List.of(
                Link.of("self", address(collection), Link.JSON),
                Link.of("parent", root, Link.JSON),
                Link.of("root", root, Link.JSON));
    }

    private String address(String collection) {
        return root + "/collections/" + encoded(collection);
    }

    private String address(String collection, String item) {
        return address(collection) + "/items/" + encoded(item);
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    // --- requests

    private static HttpRequest.Builder get(String address) {
        return HttpRequest.newBuilder(URI.create(address))
                .header("Accept", "application/geo+json, application/json")
                .GET();
    }

    private static HttpRequest.Builder put(String address, ObjectNode document) {
        return HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", Link.JSON)
                .PUT(BodyPublishers.ofByteArray(Json.bytes(document)));
    }

    private static HttpRequest.Builder post(String address, ObjectNode document) {
        return HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", Link.JSON)
                .POST(BodyPublishers.ofByteArray(Json.bytes(document)));
    }

    private static Reply expectOk(Reply reply) {
        if (reply.isSuccess()) {
            return reply;
        }
        throw refused(reply);
    }

    /// What an answer that is no success means (rules X6, P80).
    private static ZarrgoException refused(Reply reply) {
        String message = "%s: %s".formatted(reply.described(), reply.quoted());
        int status = reply.status();
        if (status == 401 || status == 403) {
            return new RefusedException(
                    FailureCode.FORBIDDEN,
                    message,
                    status == 401
                            ? "set OIDC_TOKEN_URL, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, or ZARRGO_STAC_TOKEN"
                            : "ask for the right to write there");
        }
        if (status == 404) {
            return new UnusableSourceException(FailureCode.CATALOG_ENTRY_NOT_FOUND, message, "check the address");
        }
        if (status >= 300 && status < 400) {
            String target = reply.header("Location").orElse("another address");
            return new RefusedException(
                    FailureCode.SERVICE_REFUSED, message, "give %s as the catalogue".formatted(target));
        }
        return status == 500 ? failed(reply) : new RefusedException(FailureCode.SERVICE_REFUSED, message);
    }

    private static UnavailableException failed(Reply reply) {
        return new UnavailableException(
                FailureCode.SERVICE_UNAVAILABLE,
                "%s: %s".formatted(reply.described(), reply.quoted()),
                "look into the log of the catalogue; a later attempt may succeed");
    }

    @Override
    public void close() {
        seen.clear();
    }
}
