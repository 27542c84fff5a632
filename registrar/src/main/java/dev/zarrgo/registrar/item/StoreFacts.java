package dev.zarrgo.registrar.item;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.geozarr.Severity;
import dev.zarrgo.converter.geozarr.StoreValidator;
import dev.zarrgo.converter.geozarr.ValidationReport;
import dev.zarrgo.converter.product.Product;
import dev.zarrgo.converter.product.ProductDetector;
import dev.zarrgo.converter.product.S2Layout;
import dev.zarrgo.converter.product.S2Resolution;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.HierarchyReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// All that an item needs to know of a store, read from the store itself.
///
/// Source: step 1 of section 6 of the pipeline specification; rules P32, P38.
public final class StoreFacts {

    private static final int MAX_SHOWN = 5;

    /// Sides of the level that footprint and picture are made from.
    static final int PICTURE_PIXELS = 512;

    private final Store store;
    private final Hierarchy hierarchy;
    private final Product product;
    private final List<Pyramid> pyramids;

    private StoreFacts(Store store, Hierarchy hierarchy, Product product, List<Pyramid> pyramids) {
        this.store = store;
        this.hierarchy = hierarchy;
        this.product = product;
        this.pyramids = pyramids;
    }

    /// Validates a store and reads what it says; pixels are read later, on demand.
    ///
    /// @throws UnusableSourceException if there is no store, or it is not valid: an item is never made for
    ///     one
    public static StoreFacts read(Store store) {
        Hierarchy hierarchy = HierarchyReader.read(store);
        ValidationReport report = StoreValidator.validate(store);
        if (!report.isValid()) {
            var text = new StringBuilder(
                    "%s is no valid GeoZarr store: %d errors".formatted(store.location(), report.errors()));
            report.violations().stream()
                    .filter(violation -> violation.severity() == Severity.ERROR)
                    .limit(MAX_SHOWN)
                    .forEach(violation -> text.append(
                            "\n       %s %s %s".formatted(violation.rule(), violation.path(), violation.message())));
            throw new UnusableSourceException(
                    FailureCode.SOURCE_CORRUPT,
                    text.toString(),
                    "convert the product again; zarrgo validate says more");
        }
        Product product = ProductDetector.detect(hierarchy, store.location().name(), Optional.empty());
        var facts = new StoreFacts(store, hierarchy, product, Pyramid.in(hierarchy));
        facts.requireBands();
        return facts;
    }

    private void requireBands() {
        level().ifPresent(level -> {
            List<String> missing = bandsOf(level).keySet().stream()
                    .filter(band -> nativeArray(level, band).isEmpty())
                    .toList();
            if (!missing.isEmpty() || main().isEmpty()) {
                throw new UnusableSourceException(
                        FailureCode.SOURCE_CORRUPT,
                        "%s: a Sentinel-2 %s store without the bands %s"
                                .formatted(store.location(), level, String.join(" ", missing)),
                        "convert the product again");
            }
        });
    }

    Store store() {
        return store;
    }

    Hierarchy hierarchy() {
        return hierarchy;
    }

    public Product product() {
        return product;
    }

    /// The processing level of Sentinel-2.
    public Optional<Product.ProcessingLevel> level() {
        return product instanceof Product.SentinelTwo sentinelTwo ? Optional.of(sentinelTwo.level()) : Optional.empty();
    }

    /// What the product said of itself; the converter has repaired a part of it (rule R62).
    JsonNode discovery() {
        return hierarchy.root().attributes().path("stac_discovery");
    }

    List<Pyramid> pyramids() {
        return pyramids;
    }

    /// The pyramid that the item is about: reflectance, else the one with the smallest pixels in
    /// `measurements`, else anywhere.
    Optional<Pyramid> main() {
        return pyramids.stream()
                .min(Comparator.<Pyramid>comparingInt(StoreFacts::rank)
                        .thenComparingDouble(
                                pyramid -> pyramid.finest().grid().transform().a()));
    }

    private static int rank(Pyramid pyramid) {
        if (pyramid.path().equals(S2Layout.REFLECTANCE)) {
            return 0;
        }
        return ("/" + pyramid.path() + "/").contains("/measurements/") ? 1 : 2;
    }

    Optional<Pyramid> pyramidAt(String path) {
        return pyramids.stream().filter(pyramid -> pyramid.path().equals(path)).findFirst();
    }

    /// The groups of Sentinel-1 images by polarisation in lower case, for example `vh` and
    /// `S01SIWGRD_…_VH/measurements`.
    public SequencedMap<String, String> polarisations() {
        var groups = new TreeMap<String, String>();
        for (Pyramid pyramid : pyramids) {
            String parent = Hierarchy.parent(pyramid.path());
            boolean image = Hierarchy.name(pyramid.path()).equals("measurements")
                    && hierarchy
                            .array(Hierarchy.child(pyramid.finest().path(), "grd"))
                            .isPresent();
            for (String polarisation : image ? List.of("vh", "vv", "hv", "hh") : List.<String>of()) {
                if (parent.toLowerCase(Locale.ROOT).endsWith(polarisation)) {
                    groups.put(polarisation, pyramid.path());
                }
            }
        }
        return groups;
    }

    // --- bands of Sentinel-2

    /// The bands of a processing level by name in text order, each with its native resolution (rule P38).
    static SequencedMap<String, S2Resolution> bandsOf(Product.ProcessingLevel level) {
        var bands = new TreeMap<String, S2Resolution>();
        for (S2Resolution resolution : S2Resolution.NATIVE) {
            for (String band : S2Layout.nativeBands(level, resolution)) {
                bands.put(band, nativeIn(level, band, resolution));
            }
        }
        return bands;
    }

    /// Of L2A, b01 is delivered at 20 m as well.
    private static S2Resolution nativeIn(Product.ProcessingLevel level, String band, S2Resolution resolution) {
        return level == Product.ProcessingLevel.L2A && band.equals("b01") ? S2Resolution.R20M : resolution;
    }

    Optional<ArrayMetadata> nativeArray(Product.ProcessingLevel level, String band) {
        S2Resolution resolution = bandsOf(level).get(band);
        return resolution == null
                ? Optional.empty()
                : hierarchy.array("%s/%s/%s".formatted(S2Layout.REFLECTANCE, resolution.id(), band));
    }

    /// The statistics of each band from the coarsest level that has it (rule P38).
    Map<String, BandStatistics> statistics(Product.ProcessingLevel level) {
        Pyramid reflectance = pyramidAt(S2Layout.REFLECTANCE).orElseThrow();
        var statistics = new TreeMap<String, BandStatistics>();
        for (String band : bandsOf(level).keySet()) {
            pixels(reflectance.levels().reversed(), band)
                    .ifPresent(pixels -> statistics.put(band, BandStatistics.of(pixels)));
        }
        return statistics;
    }

    /// A variable in the first of some levels that has it.
    Optional<Pixels> pixels(List<Pyramid.Level> levels, String variable) {
        for (Pyramid.Level level : levels) {
            String path = Hierarchy.child(level.path(), variable);
            Optional<ArrayMetadata> array = hierarchy.array(path);
            if (array.isPresent()) {
                return Optional.of(Pixels.read(store, path, array.get()));
            }
        }
        return Optional.empty();
    }

    /// The names of the rasters of two axes in a level, in order.
    List<String> rasters(Pyramid.Level level) {
        var names = new ArrayList<String>();
        hierarchy.arraysIn(level.path()).forEach((name, array) -> {
            if (array.dimensionNames().equals(List.of("y", "x"))) {
                names.add(name);
            }
        });
        return List.copyOf(names);
    }
}
