package dev.zarrgo.converter.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.check.ComparisonPlan.Native;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.convert.ArrayAttributes;
import dev.zarrgo.converter.convert.Scalars;
import dev.zarrgo.converter.product.Packing;
import dev.zarrgo.converter.product.S2Layout;
import dev.zarrgo.converter.raster.Reduction;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.GroupMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.converter.zarr.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Compares what a store says with what its source says.
///
/// Source: rules R3, R30, R35, R43, R61, R68.
final class MetadataComparison {

    /// Root attributes that are the store's own (rules R60 to R62).
    private static final Set<String> OWN = Set.of(
            "stac_discovery",
            "zarr_conventions",
            "spatial:dimensions",
            "spatial:bbox",
            "proj:code",
            "zarrgo:provenance");

    private final Hierarchy source;
    private final Hierarchy target;
    private final Verdicts verdicts;

    private MetadataComparison(Hierarchy source, Hierarchy target, Verdicts verdicts) {
        this.source = source;
        this.target = target;
        this.verdicts = verdicts;
    }

    static void run(Hierarchy source, Store sourceStore, Hierarchy target, ComparisonPlan plan, Verdicts verdicts) {
        var comparison = new MetadataComparison(source, target, verdicts);
        comparison.compareGroups();
        comparison.compareScalars(sourceStore);
        plan.rasters().forEach(comparison::comparePacking);
    }

    private void compareGroups() {
        source.nodes().forEach((path, node) -> {
            if (node instanceof GroupMetadata group && !S2Layout.isDropped(path)) {
                Optional<GroupMetadata> copy = target.group(path);
                if (copy.isEmpty()) {
                    verdicts.error("R43", path, "is in the source and not in the store");
                } else {
                    compareAttributes(path, group.attributes(), copy.get().attributes());
                }
            }
        });
    }

    private void compareAttributes(String path, ObjectNode expected, ObjectNode actual) {
        for (Map.Entry<String, JsonNode> attribute : expected.properties()) {
            String name = attribute.getKey();
            if (OWN.contains(name) || name.startsWith("_eopf")) {
                continue;
            }
            JsonNode kept = actual.path(name);
            if (!Json.text(kept).equals(Json.text(ArrayAttributes.finite(attribute.getValue())))) {
                verdicts.error(
                        path.isEmpty() ? "R61" : "R68",
                        path,
                        kept.isMissingNode()
                                ? "attribute %s of the source is missing".formatted(name)
                                : "attribute %s is not that of the source".formatted(name));
            }
        }
    }

    /// Scalars of the source are attributes of their group (rule R3).
    private void compareScalars(Store sourceStore) {
        try (var scratch = new DecodeScratch()) {
            source.arrays().forEach((path, array) -> {
                boolean scalar = array.rank() == 0
                        && !S2Layout.isDropped(path)
                        && !array.attributes().has("grid_mapping_name");
                Optional<GroupMetadata> group = target.group(Hierarchy.parent(path));
                if (scalar && group.isPresent()) {
                    ObjectNode expected = Json.object();
                    Scalars.put(expected, Table.read(sourceStore, path, array, scratch));
                    compareScalar(path, group.get(), expected.path("value"));
                }
            });
        }
    }

    private void compareScalar(String path, GroupMetadata group, JsonNode expected) {
        JsonNode actual = group.attributes()
                .path("scalar_coordinates")
                .path(Hierarchy.name(path))
                .path("value");
        boolean equal = expected.isNumber()
                ? actual.isNumber() && actual.doubleValue() == expected.doubleValue()
                : actual.equals(expected);
        if (!equal) {
            verdicts.error(
                    "R3",
                    Hierarchy.parent(path),
                    "scalar_coordinates has %s for %s, the source %s"
                            .formatted(actual.isMissingNode() ? "nothing" : actual, Hierarchy.name(path), expected));
        }
    }

    // --- packing

    private void comparePacking(Native raster) {
        boolean masked = S2Layout.reductionOf(raster.path()) == Reduction.MEAN
                && raster.source().type().isInteger();
        if (!masked) {
            return;
        }
        Optional<Packing> expected = Packing.of(raster.source());
        Optional<Packing> actual = packing(raster.target());
        if (expected.isPresent() && actual.isPresent() && !isSame(expected.get(), actual.get())) {
            verdicts.error(
                    "R35",
                    raster.path(),
                    "scale and offset are %s and %s, in the source %s and %s"
                            .formatted(
                                    actual.get().scale(),
                                    actual.get().offset(),
                                    expected.get().scale(),
                                    expected.get().offset()));
        }
        compareNodata(raster);
    }

    private static boolean isSame(Packing expected, Packing actual) {
        return Math.abs(expected.scaleFactor() - actual.scaleFactor()) <= 1e-12 * Math.abs(expected.scaleFactor())
                && Math.abs(expected.addOffset() - actual.addOffset()) <= 1e-12;
    }

    private static Optional<Packing> packing(ArrayMetadata target) {
        List<Codec> codecs = target.innerCodecs();
        return codecs.stream()
                .filter(Codec.ScaleOffset.class::isInstance)
                .map(Codec.ScaleOffset.class::cast)
                .map(codec -> new Packing(
                        Json.numbers(List.of(1 / codec.scale())).get(0),
                        Json.numbers(List.of(codec.offset())).get(0)))
                .findFirst()
                .or(() -> Packing.of(target));
    }

    /// The number that means no measurement stays one (rule R30).
    private void compareNodata(Native raster) {
        if (!raster.target().storedType().isInteger()) {
            return;
        }
        OptionalLong expected = Packing.nodata(raster.source());
        OptionalLong actual = raster.target().innerCodecs().stream()
                .filter(Codec.CastValue.class::isInstance)
                .map(codec ->
                        ((Codec.CastValue) codec).nodata().map(OptionalLong::of).orElseGet(OptionalLong::empty))
                .findFirst()
                .orElseGet(() -> Packing.nodata(raster.target()));
        if (expected.isPresent() && !expected.equals(actual)) {
            verdicts.error(
                    "R30",
                    raster.path(),
                    "%s means no measurement, in the source %d"
                            .formatted(
                                    actual.isPresent() ? String.valueOf(actual.getAsLong()) : "nothing",
                                    expected.getAsLong()));
        }
    }
}
