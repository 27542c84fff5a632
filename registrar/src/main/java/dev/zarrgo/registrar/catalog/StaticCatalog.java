package dev.zarrgo.registrar.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.Link;
import dev.zarrgo.registrar.stac.StacCollection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A self-contained catalogue of files in a folder or bucket: relative links, each file whole.
///
/// ```
/// catalog.json
/// sentinel-2-l2a/collection.json
/// sentinel-2-l2a/S2A_…/S2A_….json
/// ```
///
/// An item's file is written first, then the files that lead to it, which change under a lock in a folder,
/// and in a bucket on the condition that nobody has written them in between. The items of a collection are
/// those of a listing: what a killed writer has left out, the next one adds.
///
/// Source: rule P85; best practices of STAC, "Self-contained Catalogs".
public final class StaticCatalog implements Catalog {

    private static final String ROOT = "catalog.json";
    private static final String COLLECTION = "collection.json";
    private static final int MAX_BYTES = 256 << 20;
    private static final int MAX_ROUNDS = 50;

    private final WritableStore store;
    private final CatalogLock lock;

    public StaticCatalog(WritableStore store) {
        this.store = store;
        this.lock = new CatalogLock(store.location());
    }

    @Override
    public String name() {
        return store.location().toString();
    }

    // --- collections

    @Override
    public List<StacCollection> collections() {
        var collections = new ArrayList<StacCollection>();
        for (String name : store.list("").orElse(List.of())) {
            collection(name).ifPresent(collections::add);
        }
        return List.copyOf(collections);
    }

    @Override
    public Optional<StacCollection> collection(String id) {
        return read(collectionFile(id)).map(document -> StacCollection.of(document, collectionFile(id)));
    }

    @Override
    public void put(StacCollection collection) {
        lock.run(() -> {
            change(collectionFile(collection.id()), _ -> linked(collection.document(), collection.id()));
            ensureRoot(collection.id());
        });
    }

    private static String collectionFile(String id) {
        return id + "/" + COLLECTION;
    }

    /// A collection with links to where it is and to all items that are there.
    private ObjectNode linked(ObjectNode document, String id) {
        var known = new TreeSet<String>();
        ArrayNode links = Json.array();
        linksOf(id).forEach(link -> links.add(link.json()));
        for (JsonNode link : document.path("links")) {
            String rel = link.path("rel").asText();
            if (rel.equals("item")) {
                String href = link.path("href").asText();
                known.add(href.substring(href.lastIndexOf('/') + 1).replaceFirst("\\.json$", ""));
            } else if (!List.of("self", "root", "parent", "items").contains(rel)) {
                links.add(link);
            }
        }
        for (String item : names(id)) {
            // A bucket has no empty folders: what was linked and is listed needs no look.
            boolean there = !store.location().isFile() && known.contains(item);
            if (there || store.size(file(id, item)).isPresent()) {
                links.add(Link.of("item", "./%s/%s.json".formatted(item, item), Link.GEOJSON)
                        .json());
            }
        }
        ObjectNode linked = document.deepCopy();
        linked.set("links", links);
        return linked;
    }

    /// The folders of a collection; each may be that of an item.
    private List<String> names(String collection) {
        return store.list(collection).orElse(List.of()).stream()
                .filter(name -> !name.endsWith(".json") && !name.startsWith("."))
                .toList();
    }

    /// Sees to it that the root exists and leads to a collection.
    private void ensureRoot(String collection) {
        String href = "./" + collectionFile(collection);
        change(ROOT, known -> {
            ObjectNode root = known.orElseGet(StaticCatalog::emptyRoot);
            ArrayNode links = Item.linksOf(root);
            for (JsonNode link : links) {
                if (link.path("rel").asText().equals("child")
                        && link.path("href").asText().equals(href)) {
                    return root;
                }
            }
            links.add(Link.of("child", href, Link.JSON, collection).json());
            return root;
        });
    }

    private static ObjectNode emptyRoot() {
        ObjectNode root = Json.object()
                .put("type", "Catalog")
                .put("stac_version", Item.STAC_VERSION)
                .put("id", "zarrgo")
                .put("description", "Stores converted by Zarrgo");
        root.putArray("links").add(Link.of("root", "./" + ROOT, Link.JSON).json());
        return root;
    }

    // --- items

    @Override
    public Optional<Entry> item(String collection, String id) {
        String key = file(collection, id);
        return read(key).map(document -> new Entry(Item.of(document, key), Optional.empty()));
    }

    private static String file(String collection, String id) {
        return "%s/%s/%s.json".formatted(collection, id, id);
    }

    @Override
    public Outcome create(Item item) {
        return lock.call(() -> {
            requireCollection(collectionOf(item));
            if (item(collectionOf(item), item.id()).isPresent()) {
                return Outcome.EXISTS;
            }
            publish(item);
            return Outcome.DONE;
        });
    }

    @Override
    public Outcome replace(Item item, Optional<String> version) {
        return lock.call(() -> {
            requireCollection(collectionOf(item));
            if (item(collectionOf(item), item.id()).isEmpty()) {
                return Outcome.MISSING;
            }
            publish(item);
            return Outcome.DONE;
        });
    }

    @Override
    public void putAll(List<Item> items) {
        items.forEach(this::put);
    }

    private static String collectionOf(Item item) {
        return item.collection().orElseThrow();
    }

    private void publish(Item item) {
        String collection = collectionOf(item);
        store.put(file(collection, item.id()), ByteBuffer.wrap(text(item.document())));
        changeCollection(
                collection, known -> new StacCollection(known).widened(item).document());
        ensureRoot(collection);
    }

    private void changeCollection(String id, UnaryOperator<ObjectNode> change) {
        change(collectionFile(id), known -> {
            ObjectNode document = known.orElseGet(() -> requireCollection(id).document());
            return linked(change.apply(document), id);
        });
    }

    @Override
    public boolean delete(String collection, String id) {
        return lock.call(() -> {
            boolean there = item(collection, id).isPresent();
            store.delete(file(collection, id));
            if (collection(collection).isPresent()) {
                changeCollection(collection, known -> known);
            }
            return there;
        });
    }

    @Override
    public List<Item> search(ItemQuery query) {
        if (query.filter().isPresent()) {
            throw new InvalidRequestException(
                    FailureCode.USAGE, "%s is a catalogue of files, which knows no CQL2".formatted(name()));
        }
        var found = new TreeMap<String, Item>();
        for (String id : names(query.collection())) {
            item(query.collection(), id).map(Entry::item).filter(query::matches).ifPresent(item -> found.put(id, item));
            if (found.size() == query.limit()) {
                break;
            }
        }
        return List.copyOf(found.values());
    }

    // --- links

    @Override
    public List<Link> linksOf(String collection, String item) {
        return List.of(
                Link.of("collection", "../" + COLLECTION, Link.JSON),
                Link.of("parent", "../" + COLLECTION, Link.JSON),
                Link.of("root", "../../" + ROOT, Link.JSON));
    }

    @Override
    public List<Link> linksOf(String collection) {
        return List.of(Link.of("parent", "../" + ROOT, Link.JSON), Link.of("root", "../" + ROOT, Link.JSON));
    }

    @Override
    public Optional<Location> folderOf(String collection, String item) {
        Location root = store.location();
        String key = root.key() + "/" + collection + "/" + item;
        return Optional.of(new Location(root.scheme(), root.bucket(), key));
    }

    // --- files

    private Optional<ObjectNode> read(String key) {
        return store.read(key, MAX_BYTES).map(bytes -> parsed(bytes, key));
    }

    private ObjectNode parsed(byte[] bytes, String key) {
        try {
            if (Json.parse(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException _) {
            // Said below.
        }
        throw new UnusableSourceException(
                FailureCode.SOURCE_CORRUPT,
                "%s/%s is no JSON object".formatted(name(), key),
                "restore the file, or remove it and register again");
    }

    private static byte[] text(ObjectNode document) {
        return (Json.pretty(document) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// Writes what becomes of a document, again where somebody else has written it in between.
    private void change(String key, Function<Optional<ObjectNode>, ObjectNode> change) {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Optional<byte[]> before = store.read(key, MAX_BYTES);
            byte[] after = text(change.apply(before.map(bytes -> parsed(bytes, key))));
            boolean same = before.filter(bytes -> Arrays.equals(bytes, after)).isPresent();
            if (same || store.exchange(key, before, after)) {
                return;
            }
        }
        throw new UnavailableException(
                FailureCode.SERVICE_UNAVAILABLE,
                "%s/%s: somebody else writes it all the time".formatted(name(), key),
                "try again when they are done");
    }

    @Override
    public void close() {
        store.close();
    }
}
