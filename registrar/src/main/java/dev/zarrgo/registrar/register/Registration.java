package dev.zarrgo.registrar.register;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.catalog.CollectionTemplates;
import dev.zarrgo.registrar.catalog.Collections;
import dev.zarrgo.registrar.catalog.SameItem;
import dev.zarrgo.registrar.item.BuiltItem;
import dev.zarrgo.registrar.item.ItemBuilder;
import dev.zarrgo.registrar.item.Overview;
import dev.zarrgo.registrar.item.Ownership;
import dev.zarrgo.registrar.item.StorageClasses;
import dev.zarrgo.registrar.item.StoreFacts;
import dev.zarrgo.registrar.item.StoreHrefs;
import dev.zarrgo.registrar.register.RegistrationReport.Outcome;
import dev.zarrgo.registrar.register.RegistrationRequest.MissingCollection;
import dev.zarrgo.registrar.register.RegistrationRequest.Mode;
import dev.zarrgo.registrar.source.ProductRoot;
import dev.zarrgo.registrar.source.Source;
import dev.zarrgo.registrar.source.SourceReader;
import dev.zarrgo.registrar.stac.Extension;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.Link;
import dev.zarrgo.registrar.stac.StacCollection;
import dev.zarrgo.registrar.stac.StacValidator;
import dev.zarrgo.registrar.titiler.Render;
import dev.zarrgo.registrar.titiler.TileLinks;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Registers one store: its item is built, validated, written in one act and read back.
///
/// Everything before the write may be repeated: the picture lies at a place of its own and is equal for
/// equal stores, the collection is made once. Whoever is killed leaves the old item or the new one.
///
/// Source: section 6 of the pipeline specification; rules P85 to P87.
public final class Registration {

    /// How often somebody else may write in between.
    private static final int MAX_ROUNDS = 5;

    private static final int MAX_PICTURE_BYTES = 16 << 20;

    private final RegistrationRequest request;
    private final Catalog catalog;
    private final SourceReader sources;
    private final StoreAccess stores;
    private final StacValidator validator;
    private final InstantSource clock;
    private final List<String> remarks = new ArrayList<>();
    private Duration pictureTook = Duration.ZERO;

    public Registration(
            RegistrationRequest request,
            Catalog catalog,
            SourceReader sources,
            StoreAccess stores,
            StacValidator validator,
            InstantSource clock) {
        this.request = request;
        this.catalog = catalog;
        this.sources = sources;
        this.stores = stores;
        this.validator = validator;
        this.clock = clock;
    }

    /// @throws UnusableSourceException if store, source and collection are not there, not valid, or
    ///     contradict each other
    public RegistrationReport run() {
        try (Store store = stores.open(request.store())) {
            StoreFacts facts = StoreFacts.read(store);
            Source source = sources.read(request.source(), storeName());
            String id = id(source);
            Optional<StacCollection> known = catalog.collection(request.collection());
            StacCollection collection = known.orElseGet(this::newCollection);
            StoreHrefs hrefs = hrefs(id);
            var builder = new ItemBuilder(facts, hrefs, request.platform(), StorageClasses.of(store));
            Item sourceItem =
                    switch (source) {
                        case Source.OfItem given -> given.item();
                        case Source.OfProduct _ -> builder.discovered(id);
                    };
            BuiltItem built = builder.build(sourceItem, paths(source), id, collection.document());
            remarks.addAll(built.remarks());
            ObjectNode item = built.item().document();
            Optional<byte[]> picture = picture(facts);
            Location pictureLocation = request.store().sibling(id + Overview.SUFFIX);
            addLinks(item, source, builder, facts);
            addPictures(item, facts, picture.map(_ -> pictureHref(id, pictureLocation)));
            if (request.mode() == Mode.DRY_RUN) {
                return planned(new Item(item), hrefs);
            }
            validator.require(stamped(new Item(item), hrefs, Optional.empty()).document());
            if (known.isEmpty()) {
                createCollection(new Item(item));
            }
            picture.ifPresent(png -> write(pictureLocation, png));
            return publish(new Item(item), hrefs);
        }
    }

    private Optional<byte[]> picture(StoreFacts facts) {
        long start = System.nanoTime();
        Optional<byte[]> picture = Overview.png(facts);
        pictureTook = Duration.ofNanos(System.nanoTime() - start);
        return picture;
    }

    /// The id that the store is named after: it chooses from a list of source items.
    private String storeName() {
        return request.store().name().replaceFirst("\\.zarr$", "");
    }

    // --- what goes into the item

    /// By rule P2: where the address ends in another id, that of the item counts.
    private String id(Source source) {
        String segment = Source.lastSegment(source.address());
        boolean named = source instanceof Source.OfItem && source.address().contains("/items/");
        if (named && !segment.equals(source.name())) {
            remarks.add("the address of the source ends in %s, its id is %s; the id counts"
                    .formatted(segment, source.name()));
        }
        return source.name();
    }

    private StacCollection newCollection() {
        boolean templated = CollectionTemplates.names().stream().anyMatch(request.collection()::startsWith);
        if (!templated && request.missingCollection() == MissingCollection.FROM_TEMPLATE) {
            return catalog.requireCollection(request.collection());
        }
        return CollectionTemplates.of(request.collection());
    }

    private StoreHrefs hrefs(String id) {
        boolean remote = request.store().scheme() == Location.Scheme.S3;
        if (request.gateway().isPresent() && remote) {
            return StoreHrefs.throughGateway(request.gateway().get(), request.store());
        }
        Optional<Location> folder = catalog.folderOf(request.collection(), id);
        if (folder.isEmpty() && request.store().isFile()) {
            remarks.add("the store is a local folder: only this machine can follow the links into it");
        }
        return folder.map(known -> StoreHrefs.relativeTo(known, request.store()))
                .orElseGet(() -> StoreHrefs.direct(request.store()));
    }

    private String pictureHref(String id, Location picture) {
        boolean remote = picture.scheme() == Location.Scheme.S3;
        if (request.gateway().isPresent() && remote) {
            return StoreHrefs.throughGateway(request.gateway().get(), picture).root();
        }
        return catalog.folderOf(request.collection(), id)
                .map(folder -> StoreHrefs.relativeTo(folder, picture))
                .orElseGet(() -> StoreHrefs.direct(picture))
                .root();
    }

    /// Where in the product an asset of the source item leads to (rule I2).
    private Function<String, Optional<String>> paths(Source source) {
        if (!(source instanceof Source.OfItem given)) {
            return _ -> Optional.empty();
        }
        ProductRoot root = ProductRoot.find(given.item())
                .orElseThrow(() -> new UnusableSourceException(
                        FailureCode.ITEM_INVALID,
                        "No Zarr asset found in STAC item %s"
                                .formatted(given.item().id()),
                        "give an item whose assets point into a .zarr store"));
        if (!root.others().isEmpty()) {
            remarks.add("the source item points into several stores; %s counts, and not %s"
                    .formatted(root.href(), String.join(", ", root.others())));
        }
        return root::below;
    }

    private void addLinks(ObjectNode item, Source source, ItemBuilder builder, StoreFacts facts) {
        String id = item.path("id").asText();
        ArrayNode kept = item.withArray("links");
        ArrayNode links = Json.array();
        catalog.linksOf(request.collection(), id).forEach(link -> links.add(link.json()));
        links.addAll(kept);
        links.add(builder.storeLink().json());
        tileLinks(item, facts).ifPresent(tiles -> tiles.links().forEach(link -> links.add(link.json())));
        request.explorer()
                .ifPresent(explorer -> links.add(
                        TileLinks.explorer(explorer, request.collection(), id).json()));
        derivedFrom(source).ifPresent(link -> links.add(link.json()));
        item.set("links", links);
        boolean tiles = links.findValuesAsText("rel").contains("xyz");
        if (tiles) {
            Extension.WEB_MAP_LINKS.declareIn(item);
        } else {
            Extension.WEB_MAP_LINKS.withdrawFrom(item);
        }
    }

    /// To what the store was made from (rules P33, C26).
    private static Optional<Link> derivedFrom(Source source) {
        String address = source.address();
        boolean remote = isRemote(address);
        return switch (source) {
            case Source.OfItem given ->
                (remote ? Optional.of(address) : given.item().link("self").filter(Registration::isRemote))
                        .map(href ->
                                Link.of("derived_from", href, Link.GEOJSON, "Derived from original Zarr STAC item"));
            case Source.OfProduct _ ->
                remote
                        ? Optional.of(
                                Link.of("derived_from", address, Link.GEOJSON, "Derived from original Zarr product"))
                        : Optional.empty();
        };
    }

    private static boolean isRemote(String address) {
        return address.matches("(?i)(https?|s3)://.*");
    }

    private Optional<TileLinks> tileLinks(ObjectNode item, StoreFacts facts) {
        return request.tileServer()
                .map(server -> new TileLinks(
                        server, request.collection(), item.path("id").asText(), render(new Item(item), facts)));
    }

    private Optional<Render> render(Item item, StoreFacts facts) {
        Optional<Render> render = request.render()
                .or(() -> Render.declaredBy(item))
                .or(() -> facts.level().map(level -> Render.sentinelTwo(level.name())))
                .or(() -> sentinelOne(facts));
        if (render.isEmpty()) {
            String remark = "no tile links: nothing says how to draw this product; configure renders for %s"
                    .formatted(request.collection());
            if (!remarks.contains(remark)) {
                remarks.add(remark);
            }
        }
        return render;
    }

    private static Optional<Render> sentinelOne(StoreFacts facts) {
        Map<String, String> groups = facts.polarisations();
        for (String polarisation : List.of("vh", "vv", "hv", "hh")) {
            String group = groups.get(polarisation);
            if (group != null) {
                return Optional.of(Render.sentinelOne(polarisation, group));
            }
        }
        return Optional.empty();
    }

    private void addPictures(ObjectNode item, StoreFacts facts, Optional<String> picture) {
        ObjectNode assets = Item.assetsOf(item);
        picture.ifPresent(href -> assets.set(Overview.KEY, Overview.asset(href, "Overview", "overview")));
        if (!assets.has("thumbnail")) {
            tileLinks(item, facts)
                    .flatMap(TileLinks::thumbnail)
                    .or(() -> picture.map(href -> Overview.asset(href, "Overview", "thumbnail")))
                    .ifPresent(thumbnail -> assets.set("thumbnail", thumbnail));
        }
    }

    // --- writing

    private Item stamped(Item item, StoreHrefs hrefs, Optional<Item> existing) {
        Item merged =
                existing.map(old -> Ownership.keepingForeign(item, old, hrefs)).orElseGet(item::copy);
        request.lifetime().stamp(merged.document(), existing, clock.instant());
        return merged;
    }

    private RegistrationReport planned(Item item, StoreHrefs hrefs) {
        Optional<Item> existing = catalog.item(request.collection(), item.id()).map(Catalog.Entry::item);
        Item planned = stamped(item, hrefs, existing);
        validator.require(planned.document());
        return report(planned, Outcome.PLANNED);
    }

    /// Makes the collection on first use; one that somebody else has made in the meantime stays.
    private void createCollection(Item first) {
        StacCollection collection = Collections.linked(CollectionTemplates.of(request.collection(), first), catalog);
        validator.require(collection.document());
        if (catalog.collection(collection.id()).isEmpty()) {
            catalog.put(collection);
            remarks.add("collection %s was created".formatted(collection.id()));
        }
    }

    /// Writes the picture, unless it is there.
    private void write(Location location, byte[] png) {
        Location folder = new Location(
                location.scheme(),
                location.bucket(),
                location.key().substring(0, Math.max(0, location.key().lastIndexOf('/'))));
        try (WritableStore target = stores.writable(folder)) {
            boolean there = target.read(location.name(), MAX_PICTURE_BYTES)
                    .filter(known -> Arrays.equals(known, png))
                    .isPresent();
            if (!there) {
                target.put(location.name(), ByteBuffer.wrap(png));
            }
        }
    }

    private RegistrationReport publish(Item item, StoreHrefs hrefs) {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Optional<Catalog.Entry> existing = catalog.item(request.collection(), item.id());
            if (existing.isPresent() && request.mode() == Mode.CREATE_ONLY) {
                throw Catalog.exists(catalog.name(), item);
            }
            Item next = stamped(item, hrefs, existing.map(Catalog.Entry::item));
            validator.require(next.document());
            StacValidator.unchecked(next.document()).forEach(this::remarkUnchecked);
            Catalog.Outcome outcome =
                    existing.isPresent() ? catalog.replace(next, existing.get().version()) : catalog.create(next);
            if (outcome == Catalog.Outcome.DONE) {
                requireReadable(next);
                return report(next, existing.isPresent() ? Outcome.REPLACED : Outcome.CREATED);
            }
        }
        throw new UnavailableException(
                FailureCode.SERVICE_UNAVAILABLE,
                "item %s: somebody else writes it all the time".formatted(item.id()),
                "try again when they are done");
    }

    private void remarkUnchecked(String extension) {
        String remark = "the extension %s is not known here and was not checked".formatted(extension);
        if (!remarks.contains(remark)) {
            remarks.add(remark);
        }
    }

    /// Success is what can be read back (rule P36).
    private void requireReadable(Item written) {
        Optional<Item> found = catalog.item(request.collection(), written.id()).map(Catalog.Entry::item);
        if (found.isEmpty()) {
            throw new UnavailableException(
                    FailureCode.SERVICE_UNAVAILABLE,
                    "%s took item %s and does not give it back".formatted(catalog.name(), written.id()),
                    "a later attempt may succeed");
        }
        SameItem.difference(found.get(), written)
                .ifPresent(pointer ->
                        remarks.add("read back, %s is different: somebody else has written since,".formatted(pointer)
                                + " or the catalogue changes what it is given"));
    }

    private RegistrationReport report(Item item, Outcome outcome) {
        return new RegistrationReport(catalog.name(), item, outcome, pictureTook, remarks);
    }
}
