package dev.zarrgo.registrar.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.geo.BoundingBox;
import dev.zarrgo.converter.geo.Position;
import dev.zarrgo.converter.product.Product.ProcessingLevel;
import dev.zarrgo.converter.product.S2Layout;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Extension;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.Link;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Builds the item of a store: what the source item says of the acquisition, and what the store says of the
/// data. Links to catalogue and tile server, times and the picture are not its business.
///
/// Source: steps 2 to 8 of section 6, and section 7, of the pipeline specification.
public final class ItemBuilder {

    private static final String ZARR = "application/vnd.zarr; version=3";

    /// Share of the valid pixels that has to lie within the source item's geometry: those are drawn with a
    /// pencil, and cut corners.
    private static final double ENOUGH = 0.95;

    /// How far a box may be off, in degrees: catalogues round.
    private static final double BOX_TOLERANCE = 1e-5;

    /// How far a source's geometry may reach beyond its store, as a share of the store's size.
    private static final double OVERHANG = 0.02;

    private static final int SAMPLES_PER_SIDE = 64;

    /// What a source item says of itself, and not of the data.
    private static final Set<String> HIERARCHY =
            Set.of("self", "collection", "parent", "root", "store", "derived_from", "items", "wmts", "preview");

    /// Tile links of the source's own server show other data.
    private static final Set<String> VISUAL = Set.of("viewer", "xyz", "tilejson");

    private static final Set<String> REMOVED =
            Set.of("zipped_product", "product", "product_metadata", "zarr", "TCI_10m");

    /// The bands beside reflectance that a catalogue shows of L2A, by the key of their asset.
    private static final Map<String, AuxiliaryAsset> AUXILIARY = auxiliary();

    private record AuxiliaryAsset(String path, String title, int gsd) {}

    private static Map<String, AuxiliaryAsset> auxiliary() {
        var assets = new LinkedHashMap<String, AuxiliaryAsset>();
        assets.put("AOT_10m", new AuxiliaryAsset("quality/atmosphere/r10m/aot", "Aerosol optical thickness (AOT)", 10));
        assets.put(
                "SCL_20m",
                new AuxiliaryAsset(S2Layout.SCENE_CLASSES + "/r20m/scl", "Scene classification map (SCL)", 20));
        assets.put("WVP_10m", new AuxiliaryAsset("quality/atmosphere/r10m/wvp", "Water vapour (WVP)", 10));
        return Map.copyOf(assets);
    }

    private final StoreFacts facts;
    private final StoreHrefs hrefs;
    private final Optional<S3Platform> platform;
    private final StorageClasses classes;
    private final List<String> remarks = new ArrayList<>();

    /// @param platform where the bucket of the store is, if it is in one
    public ItemBuilder(StoreFacts facts, StoreHrefs hrefs, Optional<S3Platform> platform, StorageClasses classes) {
        this.facts = facts;
        this.hrefs = hrefs;
        this.platform = platform;
        this.classes = classes;
    }

    /// The source item of a product that has none.
    ///
    /// @param id by rule P2
    public Item discovered(String id) {
        return DiscoveryItem.of(facts, id);
    }

    /// @param source of the same product, as STAC 1.1
    /// @param pathInProduct the path in the product that an asset's href leads to; empty if it leads
    ///     elsewhere
    /// @param id of the target item
    /// @param collection members of the target collection
    /// @throws UnusableSourceException if source, store and collection contradict each other, or something
    ///     is missing
    public BuiltItem build(
            Item source, Function<String, Optional<String>> pathInProduct, String id, ObjectNode collection) {
        Agreement.require(source, facts, collection);
        ObjectNode item = source.document().deepCopy();
        item.put("id", id);
        item.put("collection", collection.path("id").asText());
        item.set("assets", assets(source, pathInProduct));
        addProjection(item);
        addGeometry(item, source);
        removeTraces(item);
        addStorage(item);
        keepLinks(item, source);
        Extension.usedBy(item).forEach(extension -> extension.declareIn(item));
        return new BuiltItem(new Item(item), remarks);
    }

    // --- assets

    private ObjectNode assets(Item source, Function<String, Optional<String>> pathInProduct) {
        ObjectNode kept = Json.object();
        int withoutHref = 0;
        for (Map.Entry<String, JsonNode> entry : source.assets().properties()) {
            String href = entry.getValue().path("href").asText();
            if (href.isEmpty()) {
                withoutHref++;
                continue;
            }
            Optional<String> path = pathInProduct.apply(href);
            boolean removed = REMOVED.contains(entry.getKey())
                    || path.filter(this::isReplaced).isPresent();
            if (!removed) {
                keep(entry.getKey(), entry.getValue().deepCopy(), path, kept);
            }
        }
        if (withoutHref > 0) {
            remarks.add("%d assets of the source item have no href and were dropped".formatted(withoutHref));
        }
        ObjectNode assets = Json.object();
        facts.level().ifPresent(level -> {
            addAuxiliary(level, kept);
            assets.set(ReflectanceAsset.KEY, ReflectanceAsset.of(source, facts, level, hrefs));
        });
        kept.remove(ReflectanceAsset.KEY);
        assets.setAll(kept);
        if (facts.level().isEmpty()) {
            addPyramids(assets);
        }
        return assets;
    }

    /// Whether another asset stands for what is at a path (rule P37).
    private boolean isReplaced(String path) {
        boolean reflectance = path.equals(S2Layout.REFLECTANCE) || path.startsWith(S2Layout.REFLECTANCE + "/");
        return path.isEmpty()
                || path.equals(".zmetadata")
                || path.equals("zarr.json")
                || (facts.level().isPresent() && (reflectance || S2Layout.isDropped(path)));
    }

    private void keep(String key, ObjectNode asset, Optional<String> path, ObjectNode kept) {
        if (path.isEmpty()) {
            kept.set(key, asset);
            return;
        }
        if (!facts.hierarchy().nodes().containsKey(path.get())) {
            remarks.add("asset %s points to /%s, which the store has not, and was dropped".formatted(key, path.get()));
            return;
        }
        point(asset, path.get());
        kept.set(key, asset);
    }

    /// Points an asset into the store, and lets it say of the numbers what the store says.
    private void point(ObjectNode asset, String path) {
        asset.put("href", hrefs.of(path));
        boolean pyramid = facts.pyramidAt(path).filter(Pyramid::isMultiscale).isPresent();
        asset.put("type", pyramid ? ReflectanceAsset.MULTISCALES : ZARR);
        facts.hierarchy().array(path).ifPresent(array -> {
            if (asset.has("data_type") || asset.has("raster:scale")) {
                ReflectanceAsset.addNumbers(asset, array);
            }
        });
    }

    private void addAuxiliary(ProcessingLevel level, ObjectNode kept) {
        if (level != ProcessingLevel.L2A) {
            return;
        }
        for (String key : List.of("AOT_10m", "SCL_20m", "WVP_10m")) {
            AuxiliaryAsset known = AUXILIARY.get(key);
            Optional<ArrayMetadata> array = facts.hierarchy().array(known == null ? "" : known.path());
            if (known == null || kept.has(key) || array.isEmpty()) {
                continue;
            }
            ObjectNode asset = kept.putObject(key).put("title", known.title()).put("gsd", known.gsd());
            asset.set("roles", Json.texts(List.of("data")));
            if (array.get().type().kind() != DataType.Kind.FLOAT) {
                asset.put("nodata", 0);
            }
            asset.put("data_type", "");
            point(asset, known.path());
        }
    }

    /// The pyramids of a product without a rule of its own; those that an asset points to already stay.
    private void addPyramids(ObjectNode assets) {
        for (Pyramid pyramid : facts.pyramids()) {
            String href = hrefs.of(pyramid.path());
            boolean known = assets.properties().stream()
                    .anyMatch(asset -> asset.getValue().path("href").asText().equals(href));
            if (!known) {
                ObjectNode asset = assets.putObject(pyramid.path().replace('/', '_'));
                asset.put("title", pyramid.path());
                asset.set("roles", Json.texts(List.of("data")));
                ReflectanceAsset.addProjection(asset, pyramid);
                point(asset, pyramid.path());
            }
        }
        if (assets.isEmpty()) {
            throw new UnusableSourceException(
                    FailureCode.ITEM_INVALID,
                    "%s: no asset of the item leads into the store"
                            .formatted(facts.store().location()));
        }
    }

    // --- place

    private void addProjection(ObjectNode item) {
        ObjectNode properties = Item.propertiesOf(item);
        facts.main().ifPresent(pyramid -> {
            properties.remove(List.of("proj:wkt2", "proj:projjson", "proj:geometry", "proj:epsg"));
            ReflectanceAsset.addProjection(properties, pyramid);
        });
    }

    private void addGeometry(ObjectNode item, Item source) {
        Optional<Footprint> footprint = Optional.empty();
        Optional<Pyramid> main = facts.main();
        Optional<String> problem = Geometries.problem(source.document().path("geometry"));
        if (main.isPresent()) {
            Pyramid.Level level = main.get().sufficient(StoreFacts.PICTURE_PIXELS);
            Optional<Pixels> pixels =
                    facts.rasters(level).stream().findFirst().flatMap(name -> facts.pixels(List.of(level), name));
            if (problem.isEmpty()) {
                problem = disagreement(source, main.get(), level, pixels);
            }
            footprint = pixels.flatMap(
                    known -> Footprint.of(known, level.grid(), main.get().crs()));
        }
        if (problem.isEmpty()) {
            keepBox(item);
            return;
        }
        if (footprint.isEmpty()) {
            throw new UnusableSourceException(
                    FailureCode.ITEM_INVALID,
                    "item %s: its geometry cannot be used (%s), and the store has no valid pixel to make one of"
                            .formatted(source.id(), problem.get()));
        }
        remarks.add("geometry and bbox are the footprint of the store's valid pixels: those of the source"
                + " cannot be used (%s)".formatted(problem.get()));
        item.set("geometry", footprint.get().geometry());
        item.set("bbox", Json.numbers(footprint.get().bbox().edges()));
        Item.propertiesOf(item).remove("proj:centroid");
    }

    /// The box of the geometry where the stated one is none, or another (rule I22).
    private static void keepBox(ObjectNode item) {
        BoundingBox around = Geometries.bbox(item.path("geometry")).orElseThrow();
        Optional<BoundingBox> stated = new Item(item).bbox();
        boolean right = stated.isPresent() && item.path("bbox").size() == 4 && isClose(stated.get(), around);
        if (!right) {
            item.set("bbox", Json.numbers(around.edges()));
        }
    }

    private static boolean isClose(BoundingBox a, BoundingBox b) {
        for (int i = 0; i < 4; i++) {
            if (!(Math.abs(a.edges().get(i) - b.edges().get(i)) <= BOX_TOLERANCE)) {
                return false;
            }
        }
        return true;
    }

    /// Why a valid geometry is not that of the store.
    ///
    /// @throws UnusableSourceException if it is of another place
    private static Optional<String> disagreement(
            Item source, Pyramid pyramid, Pyramid.Level level, Optional<Pixels> pixels) {
        JsonNode geometry = source.document().path("geometry");
        BoundingBox stated = Geometries.bbox(geometry).orElseThrow();
        BoundingBox store = pyramid.finest().grid().bbox().toLonLat(pyramid.crs());
        if (stated.ymin() > store.ymax() || stated.ymax() < store.ymin() || apart(stated, store)) {
            throw new UnusableSourceException(
                    FailureCode.ITEM_INVALID,
                    "item %s and its store do not belong together: the item is at %s, the store at %s"
                            .formatted(source.id(), stated.edges(), store.edges()),
                    "check that STORE was made from SOURCE");
        }
        if (reachesOut(stated, store)) {
            return Optional.of("it reaches beyond the store");
        }
        return pixels.map(known -> shareInside(geometry, known, pyramid, level))
                .filter(share -> share < ENOUGH)
                .map(share -> "%.0f %% of the valid pixels lie within it".formatted(100 * share));
    }

    private static boolean apart(BoundingBox a, BoundingBox b) {
        return !a.crossesAntimeridian() && !b.crossesAntimeridian() && (a.xmin() > b.xmax() || a.xmax() < b.xmin());
    }

    private static boolean reachesOut(BoundingBox stated, BoundingBox store) {
        double dy = OVERHANG * (store.ymax() - store.ymin());
        if (stated.ymin() < store.ymin() - dy || stated.ymax() > store.ymax() + dy) {
            return true;
        }
        if (stated.crossesAntimeridian() || store.crossesAntimeridian()) {
            return stated.crossesAntimeridian() && !store.crossesAntimeridian();
        }
        double dx = OVERHANG * (store.xmax() - store.xmin());
        return stated.xmin() < store.xmin() - dx || stated.xmax() > store.xmax() + dx;
    }

    /// The share of the valid pixels that lies in a geometry; 1 if none is valid.
    private static double shareInside(JsonNode geometry, Pixels pixels, Pyramid pyramid, Pyramid.Level level) {
        int step = Math.max(1, Math.max(pixels.height(), pixels.width()) / SAMPLES_PER_SIDE);
        var transform = level.grid().transform();
        int valid = 0;
        int inside = 0;
        for (int row = step / 2; row < pixels.height(); row += step) {
            for (int column = step / 2; column < pixels.width(); column += step) {
                if (pixels.isValid(row, column)) {
                    valid++;
                    Position at = pyramid.crs()
                            .toLonLat(
                                    transform.c() + transform.a() * (column + 0.5),
                                    transform.f() + transform.e() * (row + 0.5));
                    inside += Geometries.contains(geometry, at.longitude(), at.latitude()) ? 1 : 0;
                }
            }
        }
        return valid == 0 ? 1 : inside / (double) valid;
    }

    // --- the rest

    private static void removeTraces(ObjectNode item) {
        Item.propertiesOf(item).remove(List.of("created", "updated", "expires", "storage:schemes", "bands"));
        item.path("assets").forEach(asset -> {
            if (asset instanceof ObjectNode object) {
                object.remove(List.of("xarray:open_dataset_kwargs", "xarray:open_datatree_kwargs"));
                if (object.get("alternate") instanceof ObjectNode alternate) {
                    alternate.remove(List.of("xarray", "s3"));
                    if (alternate.isEmpty()) {
                        object.remove("alternate");
                    }
                }
            }
        });
    }

    private void addStorage(ObjectNode item) {
        var storage = new StorageMetadata(item, hrefs, platform, classes);
        item.path("assets").forEach(asset -> {
            if (asset instanceof ObjectNode object) {
                pathInStore(object.path("href").asText()).ifPresent(path -> storage.describe(object, path));
            }
        });
        storage.finish();
        boolean unknown = hrefs.s3().isPresent() && !Item.propertiesOf(item).has("storage:schemes");
        if (unknown) {
            remarks.add("the storage class is not known, and storage:refs are left out");
        }
    }

    private Optional<String> pathInStore(String href) {
        return href.startsWith(hrefs.root() + "/")
                ? Optional.of(href.substring(hrefs.root().length() + 1))
                : Optional.empty();
    }

    private static void keepLinks(ObjectNode item, Item source) {
        ArrayNode links = item.putArray("links");
        for (JsonNode link : source.links()) {
            String rel = link.path("rel").asText();
            boolean absolute = link.path("href").asText().matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
            if (absolute && !HIERARCHY.contains(rel) && !VISUAL.contains(rel)) {
                links.add(link.deepCopy());
            }
        }
    }

    /// The link to the store as a whole (rule P31).
    public Link storeLink() {
        return Link.of("store", hrefs.root(), ZARR, "Zarr Store");
    }
}
