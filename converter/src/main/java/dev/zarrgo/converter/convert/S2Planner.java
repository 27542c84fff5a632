package dev.zarrgo.converter.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.geo.Grid;
import dev.zarrgo.converter.geozarr.GeoAttributes;
import dev.zarrgo.converter.geozarr.LayoutEntry;
import dev.zarrgo.converter.product.Packing;
import dev.zarrgo.converter.product.Product.ProcessingLevel;
import dev.zarrgo.converter.product.S2Layout;
import dev.zarrgo.converter.product.S2Layout.AuxiliaryPyramid;
import dev.zarrgo.converter.product.S2Resolution;
import dev.zarrgo.converter.product.SourceCrs;
import dev.zarrgo.converter.raster.FloatDecoding;
import dev.zarrgo.converter.raster.Reduction;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.GroupMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.converter.zarr.Node;
import dev.zarrgo.converter.zarr.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Plans the conversion of a Sentinel-2 product.
///
/// Reads the metadata and the coordinates of the source, and nothing else.
///
/// Source: sections 6 to 10 of the output specification.
final class S2Planner {

    private final Store store;
    private final Hierarchy source;
    private final ProcessingLevel level;
    private final ConversionOptions options;
    private final Crs crs;
    private final TargetArrays arrays;
    private final GeoAttributes geo;

    private final NavigableMap<String, Node> target = new TreeMap<>();
    private final Map<String, Grid> grids = new TreeMap<>();
    private final Map<String, Set<String>> scalars = new TreeMap<>();
    private final Set<String> multiscaleGroups = new HashSet<>();
    private final Map<String, AuxiliaryPyramid> auxiliaryPyramids = new TreeMap<>();
    private final Set<String> derived = new TreeSet<>();
    private final List<RasterPlan> rasters = new ArrayList<>();
    private final List<ConversionPlan.Copy> copies = new ArrayList<>();
    private final List<ConversionPlan.Coordinates> tables = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private S2Planner(Store store, Hierarchy source, ProcessingLevel level, ConversionOptions options) {
        this.store = store;
        this.source = source;
        this.level = level;
        this.options = options;
        SourceCrs.Found found = SourceCrs.find(source, store.location().name());
        this.crs = found.crs();
        this.warnings.addAll(found.rejected());
        this.arrays = new TargetArrays(options);
        this.geo = new GeoAttributes(options.conventions());
    }

    /// @throws UnusableSourceException if the product is incomplete or contradicts itself
    static ConversionPlan plan(
            Store store, Hierarchy source, ProcessingLevel level, ConversionOptions options, ObjectNode provenance) {
        return new S2Planner(store, source, level, options).plan(provenance);
    }

    private ConversionPlan plan(ObjectNode provenance) {
        requireReflectance();
        try (var scratch = new DecodeScratch()) {
            copyGroups();
            copyScalars(scratch);
            planGrids(scratch);
        }
        chooseAuxiliaryPyramids();
        planArrays();
        planPyramid(S2Layout.REFLECTANCE, Reduction.MEAN);
        auxiliaryPyramids.keySet().forEach(base -> planPyramid(base, S2Layout.reductionOf(base + "/")));
        var discovery = new S2Discovery(store.location().name(), crs, options, target, source);
        target.put("", new GroupMetadata(discovery.rootAttributes(geo, grids, derived, provenance)));
        return new ConversionPlan(
                discovery.label(level),
                new Hierarchy(target),
                multiscaleGroups,
                rasters.stream().sorted(RasterPlan.BY_COST).toList(),
                copies,
                tables,
                warnings);
    }

    // --- what must be there

    private void requireReflectance() {
        for (S2Resolution resolution : S2Resolution.NATIVE) {
            String group = S2Layout.REFLECTANCE + "/" + resolution.id();
            if (source.group(group).isEmpty()) {
                throw new InvalidRequestException(
                        FailureCode.GROUP_MISSING,
                        "%s: group /%s is missing".formatted(store.location().name(), group),
                        "a pyramid needs r10m, r20m and r60m: fetch the whole product");
            }
            for (String band : S2Layout.nativeBands(level, resolution)) {
                if (source.array(group + "/" + band).isEmpty()) {
                    throw corrupt("array /%s/%s is missing".formatted(group, band));
                }
            }
        }
    }

    // --- groups, scalars, grids

    private void copyGroups() {
        source.nodes().forEach((path, node) -> {
            if (node instanceof GroupMetadata group && !S2Layout.isDropped(path)) {
                target.put(path, new GroupMetadata(ArrayAttributes.cleaned(group.attributes(), Set.of())));
            }
        });
    }

    /// Scalars become an attribute of their group (rule R3).
    private void copyScalars(DecodeScratch scratch) {
        source.arrays().forEach((path, array) -> {
            if (array.rank() > 0 || S2Layout.isDropped(path)) {
                return;
            }
            String group = Hierarchy.parent(path);
            String name = Hierarchy.name(path);
            scalars.computeIfAbsent(group, _ -> new HashSet<>()).add(name);
            ObjectNode attributes = target.get(group) instanceof GroupMetadata metadata ? metadata.attributes() : null;
            if (attributes == null || array.attributes().has("grid_mapping_name")) {
                return; // a grid mapping is written anew
            }
            ObjectNode scalar =
                    attributes.withObjectProperty("scalar_coordinates").putObject(name);
            Scalars.put(scalar, Table.read(store, path, array, scratch));
            scalar.set("attributes", ArrayAttributes.cleaned(array.attributes(), Set.of()));
        });
    }

    private Set<String> scalarsOf(String group) {
        return scalars.getOrDefault(group, Set.of());
    }

    /// Every group of one resolution that has x and y is a raster group; rasters need both (rule R22).
    private void planGrids(DecodeScratch scratch) {
        for (String group : List.copyOf(target.keySet())) {
            Optional<S2Resolution> resolution = S2Resolution.of(Hierarchy.name(group));
            Optional<ArrayMetadata> x = source.array(group + "/x");
            Optional<ArrayMetadata> y = source.array(group + "/y");
            if (resolution.isEmpty()) {
                continue;
            }
            if (x.isEmpty() || y.isEmpty()) {
                if (hasRasters(group)) {
                    throw corrupt("group /%s has no coordinates x and y".formatted(group));
                }
                continue;
            }
            Table columns = axis(group + "/x", x.get(), scratch);
            Table rows = axis(group + "/y", y.get(), scratch);
            Grid grid = grid(group, columns, rows, resolution.get());
            addRasterGroup(group, grid, exact(columns, grid.x()), exact(rows, grid.y()));
        }
        requireOneOrigin();
    }

    private boolean hasRasters(String group) {
        return source.arrays().entrySet().stream()
                .anyMatch(entry -> Hierarchy.parent(entry.getKey()).equals(group)
                        && entry.getValue().rank() == 2);
    }

    private Table axis(String path, ArrayMetadata metadata, DecodeScratch scratch) {
        if (metadata.rank() != 1 || metadata.type().isText()) {
            throw corrupt("array /%s has shape %s".formatted(path, metadata.shape()));
        }
        return Table.read(store, path, metadata, scratch);
    }

    private Grid grid(String group, Table x, Table y, S2Resolution resolution) {
        try {
            Grid grid = Grid.ofCentres(doubles(x), doubles(y), resolution.metres());
            if (grid.transform().a() != resolution.metres() || grid.transform().e() != -resolution.metres()) {
                throw new IllegalArgumentException(
                        "pixels of %s m".formatted(grid.transform().a()));
            }
            return grid;
        } catch (IllegalArgumentException irregular) {
            throw corrupt("the coordinates x and y in /%s are no grid of %d m: %s"
                    .formatted(group, resolution.metres(), irregular.getMessage()));
        }
    }

    private static double[] doubles(Table table) {
        double[] values = new double[table.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = table.doubleAt(i);
        }
        return values;
    }

    /// Integer centres keep their type, all others become doubles (rule R23).
    private static Table exact(Table stored, double[] centres) {
        return stored.type().equals(DataType.INT64) ? stored : Table.of(centres);
    }

    private void addRasterGroup(String group, Grid grid, Table x, Table y) {
        grids.put(group, grid);
        ObjectNode attributes = target.get(group) instanceof GroupMetadata known ? known.attributes() : Json.object();
        geo.addRasterGroup(attributes, grid, crs);
        target.put(group, new GroupMetadata(attributes));
        addTable(group + "/x", TargetArrays.axis("x", x, crs), x);
        addTable(group + "/y", TargetArrays.axis("y", y, crs), y);
        target.put(group + "/" + GeoAttributes.GRID_MAPPING, GeoAttributes.gridMapping(crs, grid));
    }

    private void addTable(String path, ArrayMetadata metadata, Table content) {
        target.put(path, metadata);
        tables.add(new ConversionPlan.Coordinates(path, metadata, content));
    }

    /// All levels share their north-western corner (rule R20).
    private void requireOneOrigin() {
        String first = S2Layout.REFLECTANCE + "/" + S2Resolution.R10M.id();
        Grid finest = requiredGrid(first);
        grids.forEach((group, grid) -> {
            if (grid.transform().c() != finest.transform().c()
                    || grid.transform().f() != finest.transform().f()) {
                throw corrupt("/%s starts at %s, %s, and /%s at %s, %s"
                        .formatted(
                                group,
                                grid.transform().c(),
                                grid.transform().f(),
                                first,
                                finest.transform().c(),
                                finest.transform().f()));
            }
        });
    }

    private Grid requiredGrid(String group) {
        Grid grid = grids.get(group);
        if (grid == null) {
            throw corrupt("group /%s has no coordinates x and y".formatted(group));
        }
        return grid;
    }

    // --- arrays

    private void planArrays() {
        source.arrays().forEach((path, array) -> {
            if (array.rank() == 0 || S2Layout.isDropped(path)) {
                return;
            }
            String group = Hierarchy.parent(path);
            String name = Hierarchy.name(path);
            Grid grid = grids.get(group);
            if (grid != null && (name.equals("x") || name.equals("y"))) {
                return;
            }
            if (grid != null && array.rank() == 2) {
                planRaster(path, array, grid);
            } else {
                copy(path, array);
            }
        });
    }

    private void copy(String path, ArrayMetadata array) {
        if (array.bytes() > MAX_COPY_BYTES) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_UNSUPPORTED,
                    "%s: array /%s has shape %s, and is no raster of a known resolution"
                            .formatted(store.location().name(), path, array.shape()),
                    "if the product is as its provider made it, report it");
        }
        ArrayMetadata metadata = arrays.table(path, array, scalarsOf(Hierarchy.parent(path)));
        boolean axis =
                Hierarchy.parent(path).equals("conditions/geometry") && (path.endsWith("/x") || path.endsWith("/y"));
        ArrayMetadata described =
                axis ? metadata.withAttributes(GeoAttributes.axisAttributes(Hierarchy.name(path), crs)) : metadata;
        target.put(path, described);
        copies.add(new ConversionPlan.Copy(path, array, described));
    }

    /// Arrays that are no rasters are held in memory.
    private static final long MAX_COPY_BYTES = 32 << 20;

    private void planRaster(String path, ArrayMetadata array, Grid grid) {
        if (!array.shape().equals(List.of(grid.height(), grid.width()))) {
            throw corrupt("array /%s has shape %s, its coordinates have %s"
                    .formatted(path, array.shape(), List.of(grid.height(), grid.width())));
        }
        String group = Hierarchy.parent(path);
        Reduction reduction = S2Layout.reductionOf(path);
        boolean hasNodata = reduction == Reduction.MEAN;
        var form = arrays.pixelForm(array, hasNodata, scalarsOf(group));
        Optional<FloatDecoding> decoding = Optional.empty();
        if (!form.stored().equals(array.type())) {
            if (!array.type().equals(DataType.UINT16)) {
                throw new UnusableSourceException(
                        FailureCode.SOURCE_UNSUPPORTED,
                        "%s: array /%s packs values in %s; only uint16 can be decoded"
                                .formatted(
                                        store.location().name(),
                                        path,
                                        array.type().zarrName()),
                        "use --encoding packed");
            }
            Packing packing = Packing.of(array).orElseThrow();
            decoding = Optional.of(new FloatDecoding(
                    packing.scaleFactor(), packing.addOffset(), form.nodata().orElse(-1)));
        }
        S2Resolution resolution = S2Resolution.of(Hierarchy.name(group)).orElseThrow();
        var family = new Family(Hierarchy.parent(group), Hierarchy.name(path), array, form);
        LevelPlan finest = levelPlan(family, resolution, resolution);
        rasters.add(new RasterPlan(path, array, reduction, form.nodata(), decoding, finest));
    }

    /// The levels of one variable: they differ in size only (rule R55).
    private record Family(String base, String name, ArrayMetadata source, TargetArrays.PixelForm form) {
        String path(S2Resolution resolution) {
            return "%s/%s/%s".formatted(base, resolution.id(), name);
        }
    }

    /// Plans an array and everything that is made from it.
    private LevelPlan levelPlan(Family family, S2Resolution resolution, S2Resolution parent) {
        Grid grid = gridOf(family.base(), resolution, parent);
        ObjectNode attributes = attributes(family, resolution, parent, grid);
        ArrayMetadata metadata = arrays.raster(family.form(), grid.height(), grid.width(), attributes);
        target.put(family.path(resolution), metadata);
        if (resolution != parent) {
            derived.add(family.path(resolution));
        }
        var coarser = new ArrayList<LevelPlan>();
        for (S2Resolution next : S2Resolution.values()) {
            if (isMadeFrom(family, next, resolution, grid)) {
                coarser.add(levelPlan(family, next, resolution));
            }
        }
        return new LevelPlan(family.path(resolution), metadata, resolution.factorFrom(parent), coarser);
    }

    /// Whether the array of this variable at `next` is computed from the one at `parent`.
    private boolean isMadeFrom(Family family, S2Resolution next, S2Resolution parent, Grid parentGrid) {
        if (next.compareTo(parent) <= 0 || next.compareTo(options.coarsest()) > 0) {
            return false;
        }
        int factor = next.factorFrom(parent);
        boolean fits = parentGrid.height() >= factor && parentGrid.width() >= factor;
        if (!fits || source.array(family.path(next)).isPresent()) {
            return false;
        }
        if (family.base().equals(S2Layout.REFLECTANCE)) {
            boolean injected = S2Layout.injected(level, parent, next).contains(family.name());
            return injected || isNextLevel(next, parent, S2Resolution.R60M);
        }
        var pyramid = auxiliaryPyramids.get(family.base());
        return pyramid != null
                && pyramid.arrays().contains(family.name())
                && isNextLevel(next, parent, pyramid.finest());
    }

    private static boolean isNextLevel(S2Resolution next, S2Resolution parent, S2Resolution first) {
        return parent.compareTo(first) >= 0
                && parent.coarser().filter(next::equals).isPresent();
    }

    /// The grid of a group; a group that the source does not have gets one from the level it is made from.
    private Grid gridOf(String base, S2Resolution resolution, S2Resolution parent) {
        String group = base + "/" + resolution.id();
        Grid known = grids.get(group);
        if (resolution == parent) {
            return requiredGrid(group);
        }
        Grid computed = requiredGrid(base + "/" + parent.id()).reduced(resolution.factorFrom(parent));
        if (known == null) {
            addRasterGroup(group, computed, Table.of(computed.x()), Table.of(computed.y()));
            return computed;
        }
        if (!known.equals(computed)) {
            throw corrupt("/%s is %d x %d pixels, blocks of /%s/%s make %d x %d"
                    .formatted(
                            group,
                            known.height(),
                            known.width(),
                            base,
                            parent.id(),
                            computed.height(),
                            computed.width()));
        }
        return known;
    }

    private ObjectNode attributes(Family family, S2Resolution resolution, S2Resolution parent, Grid grid) {
        ObjectNode attributes = family.form().attributes().deepCopy();
        attributes.put("grid_mapping", GeoAttributes.GRID_MAPPING);
        LegacyProj.update(attributes, grid, crs);
        if (family.base().equals(S2Layout.REFLECTANCE)) {
            attributes.put("standard_name", S2Layout.standardName(level));
        }
        if (family.base().equals(S2Layout.SCENE_CLASSES) && family.name().equals("scl")) {
            SceneClasses.describe(attributes);
        }
        if (resolution != parent) {
            if (attributes.has("short_name")) {
                attributes.put("short_name", "%s_%s".formatted(family.name(), resolution.id()));
            }
            if (S2Resolution.NATIVE.contains(resolution) && family.base().equals(S2Layout.REFLECTANCE)) {
                attributes.put("_derived_from", parent.id());
                attributes.put("_factor", resolution.factorFrom(parent));
                attributes.put("_resampling_mode", "mean");
            }
        }
        return attributes;
    }

    // --- pyramids

    /// A pyramid needs all of its arrays (rule R59).
    private void chooseAuxiliaryPyramids() {
        if (!options.auxiliaryPyramids()) {
            return;
        }
        new TreeMap<>(S2Layout.auxiliaryPyramids(level)).forEach((base, pyramid) -> pyramid.arrays().stream()
                .map(name -> "%s/%s/%s".formatted(base, pyramid.finest().id(), name))
                .filter(path -> source.array(path).isEmpty())
                .min(Comparator.naturalOrder())
                .ifPresentOrElse(
                        path -> warnings.add("/%s is missing: no pyramid in /%s".formatted(path, base)),
                        () -> auxiliaryPyramids.put(base, pyramid)));
    }

    private void planPyramid(String base, Reduction reduction) {
        var present = new EnumMap<S2Resolution, Grid>(S2Resolution.class);
        for (S2Resolution resolution : S2Resolution.values()) {
            Grid grid = grids.get(base + "/" + resolution.id());
            if (grid != null && resolution.compareTo(options.coarsest()) <= 0) {
                present.put(resolution, grid);
            }
        }
        if (present.size() < 2) {
            return; // rule R15
        }
        var layout = new ArrayList<LayoutEntry>();
        S2Resolution finer = null;
        for (Map.Entry<S2Resolution, Grid> entry : present.entrySet()) {
            int scale = finer == null ? 1 : entry.getKey().factorFrom(finer);
            layout.add(new LayoutEntry(entry.getKey().id(), entry.getValue(), scale));
            finer = entry.getKey();
        }
        ObjectNode attributes = target.get(base) instanceof GroupMetadata group ? group.attributes() : Json.object();
        geo.addMultiscaleGroup(attributes, layout, reduction, crs);
        target.put(base, new GroupMetadata(attributes));
        multiscaleGroups.add(base);
    }

    private UnusableSourceException corrupt(String message) {
        return new UnusableSourceException(
                FailureCode.SOURCE_CORRUPT,
                "%s: %s".formatted(store.location().name(), message),
                "the product is incomplete or damaged: fetch it again");
    }
}
