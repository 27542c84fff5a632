package dev.zarrgo.registrar.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
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
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A self-contained catalogue of files in a folder or bucket: relative links, each file whole.
///
/// ```
/// catalog.json
/// sentinel-2-l2a/collection.json
/// sentinel-2-l2a/S2A_…/S2A_….json
/// ```
///
/// An item's file is written first, then the files that lead to it. The list of items in a collection is
/// made from a listing, and made again until nothing has come in between: so two writers without a common
/// lock, in a bucket, still end with all items listed.
///
/// Source: rule P85; best practices of STAC, "Self-contained Catalogs".
public final class StaticCatalog implements Catalog {

    private static final String ROOT = "catalog.json";
    private static final String COLLECTION = "collection.json";
    private static final int MAX_BYTES = 256 << 20;
    private static final int MAX_ROUNDS = 20;

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
        return read(id + "/" + COLLECTION).map(document -> StacCollection.of(document, id + "/" + COLLECTION));
    }

    @Override
    public void put(StacCollection collection) {
        lock.run(() -> {
            String id = collection.id();
            ObjectNode document = collection.document().deepCopy();
            ArrayNode links = Json.array();
            linksOf(id).forEach(link -> links.add(link.json()));
            for (JsonNode link : collection.document().path("links")) {
                if (!List.of("self", "root", "parent", "item", "items")
                        .contains(link.path("rel").asText())) {
                    links.add(link);
                }
            }
            addItemLinks(links, id);
            document.set("links", links);
            write(id + "/" + COLLECTION, document);
            ensureRoot(id);
        });
    }

    /// Sees to it that the root exists and leads to a collection.
    private void ensureRoot(String collection) {
        ObjectNode root = read(ROOT).orElseGet(StaticCatalog::emptyRoot);
        String href = "./" + collection + "/" + COLLECTION;
        ArrayNode links = Item.linksOf(root);
        for (JsonNode link : links) {
            if (link.path("rel").asText().equals("child")
                    && link.path("href").asText().equals(href)) {
                return;
            }
        }
        links.add(Link.of("child", href, Link.JSON, collection).json());
        write(ROOT, root);
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

    private void addItemLinks(ArrayNode links, String collection) {
        for (String id : ids(collection)) {
            links.add(Link.of("item", "./%s/%s.json".formatted(id, id), Link.GEOJSON)
                    .json());
        }
    }

    private List<String> ids(String collection) {
        return store.list(collection).orElse(List.of()).stream()
                .filter(name -> !name.endsWith(".json") && !name.startsWith("."))
                .filter(name -> store.open(file(collection, name))
                        .map(StaticCatalog::isOpen)
                        .orElse(false))
                .toList();
    }

    private static boolean isOpen(dev.zarrgo.converter.store.ObjectReader reader) {
        reader.close();
        return true;
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
        write(file(collection, item.id()), item.document());
        for (int round = 0; round < MAX_ROUNDS; round++) {
            StacCollection known = requireCollection(collection);
            StacCollection wider = known.widened(item);
            boolean listed = listed(known).equals(ids(collection));
            if (listed && wider.equals(known)) {
                break;
            }
            put(wider);
        }
        ensureRoot(collection);
    }

    /// The items that a collection leads to.
    private static List<String> listed(StacCollection collection) {
        var ids = new ArrayList<String>();
        for (JsonNode link : collection.document().path("links")) {
            if (link.path("rel").asText().equals("item")) {
                String href = link.path("href").asText();
                ids.add(href.substring(href.lastIndexOf('/') + 1).replaceFirst("\\.json$", ""));
            }
        }
        return ids;
    }

    @Override
    public boolean delete(String collection, String id) {
        return lock.call(() -> {
            boolean there = item(collection, id).isPresent();
            store.delete(file(collection, id));
            collection(collection).ifPresent(this::put);
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
        for (String id : ids(query.collection())) {
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
        return store.read(key, MAX_BYTES).map(bytes -> {
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
        });
    }

    private void write(String key, ObjectNode document) {
        byte[] text = (Json.pretty(document) + "\n").getBytes(StandardCharsets.UTF_8);
        Optional<byte[]> known = store.read(key, MAX_BYTES);
        boolean same = known.filter(old -> java.util.Arrays.equals(old, text)).isPresent();
        if (!same) {
            store.put(key, ByteBuffer.wrap(text));
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
