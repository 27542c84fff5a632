package dev.zarrgo.converter.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.check.StoreSummary.Entry;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.convert.Encoding;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.geo.BoundingBox;
import dev.zarrgo.converter.geozarr.StoreValidator;
import dev.zarrgo.converter.picture.Gallery;
import dev.zarrgo.converter.picture.Thumbnail;
import dev.zarrgo.converter.product.Product;
import dev.zarrgo.converter.product.ProductDetector;
import dev.zarrgo.converter.product.Rings;
import dev.zarrgo.converter.product.S2Layout;
import dev.zarrgo.converter.product.SourceCrs;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.GroupMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.HierarchyReader;
import dev.zarrgo.converter.zarr.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Looks at a store or a product: its metadata, the sizes of its objects, and its pixels if pictures are
/// wanted.
public final class Inspection {

    private static final Set<String> DOCUMENTS = Set.of("zarr.json", ".zarray", ".zattrs", ".zgroup", ".zmetadata");

    private final Store store;
    private final Hierarchy hierarchy;
    private final Map<String, String> unreadable;
    private final Optional<NavigableMap<String, Long>> sizes;
    private final Map<String, Set<String>> children = new TreeMap<>();

    private Inspection(Store store, HierarchyReader.Survey survey) {
        this.store = store;
        this.hierarchy = survey.hierarchy();
        this.unreadable = survey.unreadable();
        this.sizes = store.sizes("");
        hierarchy.nodes().keySet().forEach(this::addChild);
        unreadable.keySet().forEach(this::addChild);
    }

    private void addChild(String path) {
        if (!path.isEmpty()) {
            children.computeIfAbsent(Hierarchy.parent(path), _ -> new TreeSet<>(NATURAL))
                    .add(path);
        }
    }

    /// `r20m` before `r120m`: numbers count as such.
    private static final Comparator<String> NATURAL =
            Comparator.comparing(Inspection::padded).thenComparing(Comparator.naturalOrder());

    private static String padded(String name) {
        return NUMBER.matcher(name)
                .replaceAll(number -> "%9s".formatted(number.group()).replace(' ', '0'));
    }

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /// @throws UnusableSourceException if there is nothing, or its root cannot be read
    public static StoreSummary run(Location location) {
        try (Store store = Stores.open(location)) {
            return new Inspection(store, HierarchyReader.survey(store)).summary();
        }
    }

    /// The same, with pictures, for which chunks are opened.
    ///
    /// @param wholeSide pixels that pictures of a whole have on their longer axis, about
    /// @param middleSide pixels per axis that pictures of a middle have at most
    /// @throws UnusableSourceException if there is nothing, or its root cannot be read
    public static IllustratedSummary illustrated(Location location, int wholeSide, int middleSide) {
        try (Store store = Stores.open(location)) {
            var inspection = new Inspection(store, HierarchyReader.survey(store));
            var gallery = new Gallery(store, inspection.hierarchy, wholeSide, middleSide);
            var pictures = new TreeMap<String, List<Thumbnail>>();
            inspection.hierarchy.nodes().forEach((path, node) -> {
                if (node instanceof GroupMetadata) {
                    pictures.put(path, gallery.of(path));
                }
            });
            return new IllustratedSummary(inspection.summary(), pictures);
        }
    }

    private StoreSummary summary() {
        JsonNode root = hierarchy.root().attributes();
        boolean geoZarr = StoreValidator.isGeoZarr(hierarchy);
        int format = hierarchy.arrays().values().stream()
                .findFirst()
                .map(ArrayMetadata::zarrFormat)
                .orElse(store.open("zarr.json").isPresent() ? 3 : 2);
        return new StoreSummary(
                store.location(),
                kind(geoZarr),
                format,
                crs(),
                bbox(root, geoZarr),
                provenance(root.path("zarrgo:provenance")),
                sizes.map(all -> OptionalLong.of(all.size())).orElseGet(OptionalLong::empty),
                sizes.map(all -> OptionalLong.of(
                                all.values().stream().mapToLong(Long::longValue).sum()))
                        .orElseGet(OptionalLong::empty),
                group("", hierarchy.root()));
    }

    private String kind(boolean geoZarr) {
        String product;
        try {
            product = switch (ProductDetector.detect(hierarchy, store.location().name(), Optional.empty())) {
                case Product.SentinelTwo sentinelTwo -> "Sentinel-2 " + sentinelTwo.level();
                case Product.Other other -> other.name();
            };
        } catch (InvalidRequestException _) {
            product = "Sentinel-2";
        }
        if (geoZarr) {
            return product.equals("generic") ? "GeoZarr store" : "GeoZarr store, " + product + encoding();
        }
        return product.equals("generic") ? "Zarr hierarchy" : product + " product";
    }

    /// How reflectance is stored (rule R26).
    private String encoding() {
        return hierarchy
                .array(S2Layout.REFLECTANCE + "/r10m/b02")
                .map(band -> {
                    boolean decoded = band.type().kind() == DataType.Kind.FLOAT;
                    Encoding encoding = !decoded
                            ? Encoding.PACKED
                            : band.type().equals(band.storedType()) ? Encoding.FLOAT32 : Encoding.CODEC;
                    return ", " + encoding.name().toLowerCase(Locale.ROOT);
                })
                .orElse("");
    }

    /// Of the first group of pixels; the root of a store is in longitude and latitude.
    private Optional<String> crs() {
        for (Map.Entry<String, Node> entry : hierarchy.nodes().entrySet()) {
            JsonNode code = entry.getValue().attributes().path("proj:code");
            if (!entry.getKey().isEmpty() && entry.getValue() instanceof GroupMetadata && code.isTextual()) {
                return Optional.of(code.asText());
            }
        }
        try {
            return Optional.of(
                    SourceCrs.find(hierarchy, store.location().name()).crs().code());
        } catch (UnusableSourceException _) {
            return Optional.empty();
        }
    }

    private static Optional<BoundingBox> bbox(JsonNode root, boolean geoZarr) {
        JsonNode box = root.path("spatial:bbox");
        if (geoZarr && box.size() == 4) {
            try {
                return Optional.of(new BoundingBox(
                        box.get(0).asDouble(),
                        box.get(1).asDouble(),
                        box.get(2).asDouble(),
                        box.get(3).asDouble()));
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }
        return Rings.bbox(root.path("stac_discovery").path("geometry"));
    }

    private static Optional<StoreSummary.Provenance> provenance(JsonNode stated) {
        return stated.path("source").isTextual()
                ? Optional.of(new StoreSummary.Provenance(
                        stated.path("source").asText(), stated.path("converter").asText()))
                : Optional.empty();
    }

    // --- nodes

    private StoreSummary.Group group(String path, GroupMetadata group) {
        var entries = new ArrayList<Entry>();
        for (String child : children.getOrDefault(path, Set.of())) {
            entries.add(entry(child));
        }
        return new StoreSummary.Group(
                path,
                group.attributes(),
                levels(group.attributes().path("multiscales").path("layout")),
                pixelSize(group.attributes().path("spatial:transform")),
                entries);
    }

    private Entry entry(String path) {
        return switch (hierarchy.nodes().get(path)) {
            case GroupMetadata group -> group(path, group);
            case ArrayMetadata array -> array(path, array);
            case null -> new StoreSummary.Unreadable(path, unreadable.getOrDefault(path, ""));
        };
    }

    private StoreSummary.Array array(String path, ArrayMetadata array) {
        long bytes = 0;
        long objects = 0;
        for (Map.Entry<String, Long> object : below(path).entrySet()) {
            if (!DOCUMENTS.contains(Hierarchy.name(object.getKey()))) {
                bytes += object.getValue();
                objects++;
            }
        }
        return sizes.isEmpty()
                ? new StoreSummary.Array(path, array, OptionalLong.empty(), OptionalLong.empty())
                : new StoreSummary.Array(path, array, OptionalLong.of(bytes), OptionalLong.of(objects));
    }

    private Map<String, Long> below(String path) {
        return sizes.<Map<String, Long>>map(all -> all.subMap(path + "/", path + "0")) // '0' follows '/'
                .orElse(Map.of());
    }

    private static List<StoreSummary.Level> levels(JsonNode layout) {
        var levels = new ArrayList<StoreSummary.Level>();
        for (JsonNode entry : layout) {
            pixelSize(entry.path("spatial:transform"))
                    .ifPresent(size -> levels.add(
                            new StoreSummary.Level(entry.path("asset").asText(), size)));
        }
        return levels;
    }

    private static Optional<Double> pixelSize(JsonNode transform) {
        return transform.path(0).isNumber() ? Optional.of(transform.get(0).doubleValue()) : Optional.empty();
    }
}
