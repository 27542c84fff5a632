package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.geo.Grid;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Coordinates: of pixels, and of whatever other axes have.
///
/// Source: rules R17, R22, R23.
final class AxisRules {

    /// Of an axis that fits in memory many times; there are no longer ones.
    private static final int MAX_ELEMENTS = 1 << 24;

    /// Of the values of an axis, stored, decoded and expected.
    private static final int COPIES = 3;

    private static final Map<String, String> LABELS =
            Map.of("angle", "angle coordinate", "band", "spectral band identifier", "detector", "detector identifier");

    private final StoreTree tree;
    private final Store store;
    private final Findings found;
    private final DecodeScratch scratch;

    private AxisRules(StoreTree tree, Store store, Findings found, DecodeScratch scratch) {
        this.tree = tree;
        this.store = store;
        this.found = found;
        this.scratch = scratch;
    }

    static void check(StoreTree tree, Store store, Findings found) {
        List<RasterGroup> rasters = tree.rasterGroups();
        long longest = rasters.stream()
                .flatMap(raster -> raster.grid().stream())
                .mapToLong(grid -> Math.max(grid.width(), grid.height()))
                .max()
                .orElse(0);
        new Sweep(store, found)
                .each(rasters, (double) longest * COPIES * Double.BYTES, (raster, part, scratch) -> new AxisRules(
                                tree, store, part, scratch)
                        .checkAxes(raster));
        try (var scratch = new DecodeScratch()) {
            new AxisRules(tree, store, found, scratch).checkAll();
        }
    }

    private void checkAll() {
        tree.arrays().forEach(this::checkDimensions);
        tree.arrays().stream().filter(StoreNode::isCoordinate).forEach(this::checkCoordinate);
    }

    // --- x and y

    private void checkAxes(RasterGroup raster) {
        Optional<Grid> grid = raster.grid();
        for (String name : List.of("x", "y")) {
            Optional<StoreNode> axis = tree.child(raster.group(), name).filter(StoreNode::isArray);
            if (axis.isPresent()) {
                checkDescription(axis.get(), raster.crs());
                checkCentres(axis.get(), grid);
            }
        }
    }

    private void checkDescription(StoreNode axis, Optional<Crs> crs) {
        if (!axis.isCoordinate()) {
            found.error(
                    Rule.R23,
                    axis.path(),
                    "has dimensions %s and shape %s; a coordinate has one, of its own name"
                            .formatted(
                                    axis.dimensions(),
                                    Members.quoted(axis.document().path("shape"))));
            return;
        }
        if (crs.isPresent()) {
            ObjectNode expected = GeoAttributes.axisAttributes(axis.name(), crs.get());
            expected.properties().forEach(member -> {
                JsonNode actual = axis.attribute(member.getKey());
                if (!actual.equals(member.getValue())) {
                    found.error(
                            Rule.R23,
                            axis.path(),
                            "%s is %s, not %s".formatted(member.getKey(), Members.quoted(actual), member.getValue()));
                }
            });
        }
        axis.array().ifPresent(array -> checkType(axis, array));
    }

    private void checkType(StoreNode axis, ArrayMetadata array) {
        boolean integer = array.type().equals(DataType.INT64);
        if (!integer && !array.type().equals(DataType.FLOAT64)) {
            found.error(
                    Rule.R23,
                    axis.path(),
                    "is %s; coordinates are int64 or float64"
                            .formatted(array.type().zarrName()));
        }
        JsonNode fill = axis.document().path("fill_value");
        if (integer ? !Members.isNumber(fill, 0) : !fill.asText().equals("NaN")) {
            found.error(
                    Rule.R23,
                    axis.path(),
                    "fill_value is %s, not %s".formatted(Members.quoted(fill), integer ? "0" : "\"NaN\""));
        }
    }

    private void checkCentres(StoreNode axis, Optional<Grid> grid) {
        Optional<ArrayMetadata> array = axis.array().filter(a -> a.rank() == 1 && isReadable(a));
        if (array.isEmpty() || grid.isEmpty()) {
            return;
        }
        boolean x = axis.name().equals("x");
        Grid g = grid.get();
        int pixels = x ? g.width() : g.height();
        int values = array.get().shape().getFirst();
        if (values != pixels) {
            found.error(
                    Rule.R23,
                    axis.path(),
                    "has %,d values for %,d %s".formatted(values, pixels, x ? "columns" : "rows"));
            return;
        }
        read(axis, array.get())
                .ifPresent(table -> compare(
                        axis,
                        table,
                        x ? g.x() : g.y(),
                        Math.abs(x ? g.transform().a() : g.transform().e())));
    }

    private static boolean isReadable(ArrayMetadata array) {
        return array.shape().getFirst() <= MAX_ELEMENTS
                && array.chunkShape().getFirst() <= MAX_ELEMENTS
                && (array.type().isInteger() || array.type().kind() == DataType.Kind.FLOAT);
    }

    private Optional<Table> read(StoreNode axis, ArrayMetadata array) {
        try {
            return Optional.of(Table.read(store, axis.path(), array, scratch));
        } catch (ZarrgoException | IllegalArgumentException | ArithmeticException broken) {
            found.error(Rule.R23, axis.path(), "not readable: %s".formatted(broken.getMessage()));
            return Optional.empty();
        }
    }

    private void compare(StoreNode axis, Table table, double[] expected, double pixel) {
        for (int i = 0; i < expected.length; i++) {
            double difference = table.doubleAt(i) - expected[i];
            if (!(Math.abs(difference) <= GridRules.TOLERANCE * pixel)) {
                boolean half = Math.abs(Math.abs(difference) - pixel / 2) < GridRules.TOLERANCE * pixel;
                found.error(
                        Rule.R17,
                        axis.path(),
                        "value %d is %s, the centre of that pixel by spatial:transform is %s%s"
                                .formatted(
                                        i,
                                        Members.text(table.doubleAt(i)),
                                        Members.text(expected[i]),
                                        half ? ": centres were taken for edges" : ""));
                return;
            }
        }
    }

    // --- all axes

    /// Every dimension has a coordinate of its length; a missing one may be missing in the source too.
    private void checkDimensions(StoreNode array) {
        List<String> dimensions = array.dimensions();
        Optional<StoreNode> group = tree.node(array.parent());
        if (group.isEmpty() || array.isCoordinate()) {
            return;
        }
        for (int axis = 0; axis < Math.min(array.rank(), dimensions.size()); axis++) {
            String name = dimensions.get(axis);
            long length = array.document().path("shape").path(axis).asLong();
            Optional<StoreNode> coordinate = tree.child(group.get(), name).filter(StoreNode::isCoordinate);
            if (coordinate.isPresent()) {
                long actual = coordinate.get().document().path("shape").path(0).asLong();
                if (actual != length) {
                    found.error(
                            Rule.R23,
                            array.path(),
                            "has %,d along %s, whose coordinate has %,d".formatted(length, name, actual));
                }
            } else if (!name.matches("dim_\\d+") && !isRasterAxis(group.get(), name)) {
                found.warning(Rule.R23, array.path(), "dimension %s has no coordinate".formatted(name));
            }
        }
    }

    /// Whether a missing coordinate is reported for the group as a whole.
    private boolean isRasterAxis(StoreNode group, String name) {
        return RasterGroup.DIMENSIONS.contains(name)
                && tree.isGeoreferenced()
                && tree.rasterGroup(group.path()).isPresent();
    }

    private void checkCoordinate(StoreNode coordinate) {
        if (coordinate.attributes().has("_FillValue")) {
            found.error(
                    Rule.R23,
                    coordinate.path(),
                    "has _FillValue %s; CF allows none on coordinates"
                            .formatted(Members.quoted(coordinate.attribute("_FillValue"))));
        }
        String name = coordinate.name();
        if (LABELS.containsKey(name)) {
            checkLabel(coordinate, "standard_name", name);
            checkLabel(coordinate, "long_name", String.valueOf(LABELS.get(name)));
        } else if (name.equals("time")) {
            checkLabel(coordinate, "standard_name", "time");
        }
    }

    private void checkLabel(StoreNode coordinate, String attribute, String expected) {
        JsonNode actual = coordinate.attribute(attribute);
        if (!actual.asText().equals(expected)) {
            found.error(
                    Rule.R23,
                    coordinate.path(),
                    "%s is %s, not \"%s\"".formatted(attribute, Members.quoted(actual), expected));
        }
    }
}
