package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.geo.Affine;
import dev.zarrgo.converter.geo.Grid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is left of the source's attributes.
///
/// Source: rules R64 to R66.
final class AttributeRules {

    private static final List<String> REMOVED = List.of("_eopf_attrs", "proj:code", "proj:wkt2", "proj:projjson");

    private final Findings found;

    private AttributeRules(Findings found) {
        this.found = found;
    }

    static void check(StoreTree tree, Findings found) {
        var rules = new AttributeRules(found);
        for (StoreNode array : tree.arrays()) {
            rules.checkRemoved(array);
            rules.checkFlags(array);
        }
        for (RasterGroup group : tree.rasterGroups()) {
            group.rasters().forEach(array -> rules.checkLegacy(group, array));
        }
    }

    private void checkRemoved(StoreNode array) {
        for (String name : REMOVED) {
            if (array.attributes().has(name)) {
                found.error(
                        Rule.R64,
                        array.path(),
                        "has %s, which arrays do not carry: %s".formatted(name, Members.quoted(array.attribute(name))));
            }
        }
    }

    /// Readers of flags split one text at its blanks.
    private void checkFlags(StoreNode array) {
        JsonNode meanings = array.attribute("flag_meanings");
        if (meanings.isMissingNode()) {
            return;
        }
        if (!meanings.isTextual()) {
            found.error(
                    Rule.R65,
                    array.path(),
                    "flag_meanings is %s, not one blank-separated text".formatted(Members.quoted(meanings)));
            return;
        }
        int words = meanings.asText().strip().split("\\s+", -1).length;
        for (String name : List.of("flag_values", "flag_masks")) {
            JsonNode numbers = array.attribute(name);
            if (numbers.isArray() && numbers.size() != words) {
                found.warning(
                        Rule.R65, array.path(), "%d %s have %d flag_meanings".formatted(numbers.size(), name, words));
            }
        }
    }

    private void checkLegacy(RasterGroup group, StoreNode array) {
        JsonNode epsg = array.attribute("proj:epsg");
        if (!epsg.isMissingNode() && group.crs().isPresent() && !epsg.asText().equals(code(group))) {
            found.error(
                    Rule.R66,
                    array.path(),
                    "proj:epsg is %s in a group in EPSG:%s".formatted(Members.quoted(epsg), code(group)));
        }
        Optional<Grid> grid = group.grid();
        if (grid.isEmpty()) {
            return;
        }
        Affine t = grid.get().transform();
        checkNumbers(array, "proj:bbox", grid.get().bbox().edges(), t.a());
        checkNumbers(
                array,
                "proj:shape",
                List.of((double) grid.get().height(), (double) grid.get().width()),
                1);
        var transform = new ArrayList<>(t.coefficients());
        if (array.attribute("proj:transform").size() != transform.size()) {
            transform.addAll(List.of(0.0, 0.0, 1.0));
        }
        checkNumbers(array, "proj:transform", transform, t.a());
    }

    private static String code(RasterGroup group) {
        return group.crs().map(crs -> String.valueOf(crs.epsg())).orElse("");
    }

    private void checkNumbers(StoreNode array, String name, List<Double> expected, double unit) {
        JsonNode actual = array.attribute(name);
        if (actual.isMissingNode()) {
            return;
        }
        List<Double> numbers = Members.numbers(actual, expected.size()).orElse(List.of());
        boolean equal = numbers.size() == expected.size();
        for (int i = 0; equal && i < expected.size(); i++) {
            equal = Math.abs(numbers.get(i) - expected.get(i)) <= GridRules.TOLERANCE * unit;
        }
        if (!equal) {
            found.error(
                    Rule.R66,
                    array.path(),
                    "%s is %s, and by its group %s".formatted(name, Members.quoted(actual), Members.text(expected)));
        }
    }
}
