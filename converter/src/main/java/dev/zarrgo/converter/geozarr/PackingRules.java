package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.FillValues;
import dev.zarrgo.converter.zarr.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// How numbers stand for quantities, and which of them means no measurement.
///
/// Source: rules R26 to R28, R30 to R34, R65, R68, V8.
final class PackingRules {

    /// NaN as xarray writes it (rule R33).
    private static final String NAN_FILL = "AAAAAAAA+H8=";

    private static final String FILL = "_FillValue";

    private static final Pattern MEASUREMENTS = Pattern.compile("(?:[^/]+/)?measurements/.*");

    /// Attributes of the source's packing, which say something else in the target.
    private static final Set<String> OF_SOURCE = Set.of("dtype", "fill_value", "valid_min", "valid_max");

    private final Findings found;

    private PackingRules(Findings found) {
        this.found = found;
    }

    static void check(StoreTree tree, Findings found) {
        var rules = new PackingRules(found);
        for (StoreNode node : tree.arrays()) {
            node.array().filter(array -> array.rank() > 0).ifPresent(array -> rules.check(node, array));
        }
    }

    private void error(Rule rule, StoreNode node, String message) {
        found.error(rule, node.path(), message);
    }

    private void check(StoreNode node, ArrayMetadata array) {
        if (SentinelTwoRules.isClassMap(node)) {
            checkClasses(node, array);
        }
        switch (array.type().kind()) {
            case INT, UINT -> checkInteger(node, array);
            case FLOAT -> checkFloat(node, array);
            case BOOL, COMPLEX, UTF32, ASCII -> {}
        }
        if (isPacked(node) || isBehindCodecs(array) || SentinelTwoRules.isReflectance(node)) {
            checkLeftovers(node);
        }
    }

    private static boolean isPacked(StoreNode node) {
        return node.attributes().has("scale_factor") || node.attributes().has("add_offset");
    }

    private static boolean isBehindCodecs(ArrayMetadata array) {
        return array.innerCodecs().stream()
                .anyMatch(codec -> codec instanceof Codec.ScaleOffset || codec instanceof Codec.CastValue);
    }

    // --- integers

    private void checkClasses(StoreNode node, ArrayMetadata array) {
        if (!array.type().isInteger()) {
            error(
                    Rule.R32,
                    node,
                    "is %s; class maps and flags keep their integer type"
                            .formatted(array.type().zarrName()));
        } else if (node.attributes().has(FILL)) {
            error(
                    Rule.R32,
                    node,
                    "has _FillValue %s; every number of a class map or of flags means something"
                            .formatted(Members.quoted(node.attribute(FILL))));
        }
    }

    private void checkInteger(StoreNode node, ArrayMetadata array) {
        JsonNode fill = node.document().path("fill_value");
        JsonNode nodata = node.attribute(FILL);
        if (nodata.isMissingNode()) {
            if (!Members.isNumber(fill, 0)) {
                error(Rule.R32, node, "fill_value is %s without a _FillValue, not 0".formatted(Members.quoted(fill)));
            }
        } else {
            checkNodata(node, array, fill, nodata);
        }
        if (isPacked(node)) {
            checkPacking(node, array);
        } else if (SentinelTwoRules.isReflectance(node) && !isBehindCodecs(array)) {
            found.warning(
                    Rule.R26,
                    node.path(),
                    "integers without scale_factor and add_offset: nothing says what reflectance they stand for");
        }
    }

    private void checkNodata(StoreNode node, ArrayMetadata array, JsonNode fill, JsonNode nodata) {
        Optional<Long> value = FillValues.exactInteger(nodata);
        if (value.isEmpty() || !FillValues.fits(array.type(), value.get())) {
            error(
                    Rule.R30,
                    node,
                    "_FillValue is %s, which is no %s"
                            .formatted(Members.quoted(nodata), array.type().zarrName()));
        } else if (!Members.isNumber(fill, value.get())) {
            error(
                    Rule.R30,
                    node,
                    "fill_value is %s and _FillValue %s; they are one"
                            .formatted(Members.quoted(fill), Members.quoted(nodata)));
        }
    }

    private void checkPacking(StoreNode node, ArrayMetadata array) {
        JsonNode scale = node.attribute("scale_factor");
        JsonNode offset = node.attribute("add_offset");
        if (isBehindCodecs(array)) {
            error(Rule.R27, node, "has scale_factor and add_offset, and codecs that do the same");
        }
        if (!scale.isNumber() || !offset.isNumber()) {
            error(
                    Rule.R26,
                    node,
                    "scale_factor is %s and add_offset %s; a packed array has both"
                            .formatted(Members.quoted(scale), Members.quoted(offset)));
        } else if (scale.doubleValue() == 1 && offset.doubleValue() == 0) {
            error(Rule.R31, node, "has scale_factor 1 and add_offset 0, which pack nothing");
        }
        if (!node.attributes().has(FILL)) {
            String message = "packed, and no _FillValue says which number means no measurement";
            if (SentinelTwoRules.isReflectance(node)) {
                error(Rule.R26, node, message);
            } else {
                found.warning(Rule.R26, node.path(), message);
            }
        }
    }

    // --- floats

    private void checkFloat(StoreNode node, ArrayMetadata array) {
        if (isPacked(node)) {
            Rule rule = isBehindCodecs(array) ? Rule.R27 : Rule.R26;
            error(
                    rule,
                    node,
                    "%s with scale_factor or add_offset: readers would decode decoded numbers"
                            .formatted(array.type().zarrName()));
        }
        if (array.type().equals(DataType.FLOAT64)
                && array.rank() > 1
                && MEASUREMENTS.matcher(node.path()).matches()) {
            error(Rule.R31, node, "is float64; measurements are written as float32");
        }
        if (node.attribute("units").asText().equals("digital_counts")) {
            Rule rule = SentinelTwoRules.isReflectance(node) ? Rule.R34 : Rule.R68;
            error(rule, node, "units are digital_counts, and the numbers are decoded");
        }
        if (!node.isCoordinate()) {
            checkNan(node);
        }
        if (isBehindCodecs(array)) {
            checkChain(node, array);
        }
    }

    private void checkNan(StoreNode node) {
        JsonNode fill = node.document().path("fill_value");
        if (!fill.asText().equals("NaN")) {
            error(Rule.R33, node, "fill_value is %s, not \"NaN\"".formatted(Members.quoted(fill)));
        }
        JsonNode nodata = node.attribute(FILL);
        if (!nodata.asText().equals(NAN_FILL)) {
            error(Rule.R33, node, "_FillValue is %s, not \"%s\"".formatted(Members.quoted(nodata), NAN_FILL));
        }
    }

    /// `scale_offset`, `cast_value`, `bytes`, a compressor, and nothing that they leave open (rule R28).
    private void checkChain(StoreNode node, ArrayMetadata array) {
        List<String> names =
                array.innerCodecs().stream().map(Codec::zarrName).limit(3).toList();
        if (!names.equals(List.of("scale_offset", "cast_value", "bytes"))) {
            error(Rule.R28, node, "codecs begin with %s, not with scale_offset, cast_value, bytes".formatted(names));
            return;
        }
        JsonNode codecs = VariableRules.innerCodecs(node);
        ObjectNode settings = settings(codecs.path(0));
        if (settings.size() != 2
                || !settings.path("offset").isNumber()
                || !settings.path("scale").isNumber()
                || settings.path("scale").doubleValue() == 0) {
            error(
                    Rule.R28,
                    node,
                    "scale_offset is configured with %s, not with offset and scale"
                            .formatted(Members.quoted(settings)));
        }
        checkCast(node, array, settings(codecs.path(1)));
        if (!array.type().equals(DataType.FLOAT32)) {
            error(
                    Rule.R28,
                    node,
                    "is %s before its codecs, not float32"
                            .formatted(array.type().zarrName()));
        }
    }

    private static ObjectNode settings(JsonNode codec) {
        return codec.path("configuration") instanceof ObjectNode settings ? settings : Json.object();
    }

    private void checkCast(StoreNode node, ArrayMetadata array, ObjectNode settings) {
        long nodata = array.innerCodecs().stream()
                .filter(Codec.CastValue.class::isInstance)
                .map(codec -> ((Codec.CastValue) codec).nodata().orElse(0L))
                .findFirst()
                .orElse(0L);
        ObjectNode expected = Json.object().put("data_type", array.storedType().zarrName());
        ObjectNode map = expected.putObject("scalar_map");
        map.putArray("encode").addArray().add("NaN").add(nodata);
        map.putArray("decode").addArray().add(nodata).add("NaN");
        if (settings.path("rounding").asText().equals("nearest-even")) {
            expected.put("rounding", "nearest-even");
        }
        Members.difference(expected, settings, "")
                .ifPresent(d -> error(
                        Rule.R28,
                        node,
                        "cast_value: %s is %s, not %s"
                                .formatted(d.name(), Members.quoted(d.second()), Members.quoted(d.first()))));
        if (!FillValues.fits(array.storedType(), nodata)) {
            error(
                    Rule.R28,
                    node,
                    "cast_value has the nodata %d, which is no %s"
                            .formatted(nodata, array.storedType().zarrName()));
        }
    }

    // --- both

    private void checkLeftovers(StoreNode node) {
        for (String name :
                node.attributes().propertyStream().map(entry -> entry.getKey()).toList()) {
            if (OF_SOURCE.contains(name)) {
                error(
                        Rule.R65,
                        node,
                        "has %s %s, which describes the numbers of the source"
                                .formatted(name, Members.quoted(node.attribute(name))));
            }
        }
        if (SentinelTwoRules.isReflectance(node)
                && isPacked(node)
                && node.attribute("units").asText().equals("digital_counts")) {
            error(Rule.R34, node, "units are digital_counts; the decoded quantity is reflectance, \"1\"");
        }
    }
}
