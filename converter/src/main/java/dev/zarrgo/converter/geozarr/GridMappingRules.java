package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.geo.Grid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The grid mapping of a group, for readers that know CF and not the conventions.
///
/// Source: rule R24.
final class GridMappingRules {

    private static final Pattern WKT2 = Pattern.compile(
            "(PROJCRS|PROJECTEDCRS|GEOGCRS|GEOGRAPHICCRS|GEODCRS|BOUNDCRS|COMPOUNDCRS)\\[.*", Pattern.DOTALL);
    private static final Pattern WKT1 = Pattern.compile("(PROJCS|GEOGCS|COMPD_CS)\\[.*", Pattern.DOTALL);

    private final Findings found;

    private GridMappingRules(Findings found) {
        this.found = found;
    }

    static void check(StoreTree tree, Findings found) {
        var rules = new GridMappingRules(found);
        for (RasterGroup raster : tree.rasterGroups()) {
            tree.child(raster.group(), GeoAttributes.GRID_MAPPING)
                    .filter(StoreNode::isArray)
                    .ifPresent(mapping -> rules.check(raster, mapping));
        }
    }

    private void check(RasterGroup raster, StoreNode mapping) {
        checkForm(mapping);
        checkWkt(mapping, "crs_wkt", WKT2, "WKT2", raster.crs());
        checkWkt(mapping, "spatial_ref", WKT1, "WKT1", raster.crs());
        Optional<Grid> grid = raster.grid();
        grid.ifPresent(value -> checkTransform(mapping, value));
        if (raster.crs().isPresent() && grid.isPresent()) {
            checkParameters(
                    mapping,
                    GeoAttributes.gridMapping(raster.crs().get(), grid.get()).attributes());
        }
    }

    private void checkForm(StoreNode mapping) {
        JsonNode document = mapping.document();
        if (mapping.rank() != 0) {
            found.error(
                    Rule.R24,
                    mapping.path(),
                    "has shape %s; it is a scalar".formatted(Members.quoted(document.path("shape"))));
        }
        if (!document.path("data_type").asText().equals("int64")) {
            found.error(
                    Rule.R24, mapping.path(), "is %s, not int64".formatted(Members.quoted(document.path("data_type"))));
        }
        if (!Members.isNumber(document.path("fill_value"), 0)) {
            found.error(
                    Rule.R24,
                    mapping.path(),
                    "fill_value is %s, not 0".formatted(Members.quoted(document.path("fill_value"))));
        }
        JsonNode codecs = document.path("codecs");
        if (codecs.size() != 1 || !codecs.path(0).path("name").asText().equals("bytes")) {
            found.warning(Rule.R24, mapping.path(), "codecs are %s, not bytes alone".formatted(Members.quoted(codecs)));
        }
    }

    private void checkWkt(StoreNode mapping, String attribute, Pattern form, String dialect, Optional<Crs> crs) {
        JsonNode wkt = mapping.attribute(attribute);
        String text = wkt.asText().strip();
        if (!form.matcher(text).matches()) {
            found.error(
                    Rule.R24,
                    mapping.path(),
                    "%s is %s, which is not %s".formatted(attribute, Members.quoted(wkt), dialect));
            return;
        }
        String code = crs.map(known -> String.valueOf(known.epsg())).orElse("");
        boolean named = Pattern.compile("(?:ID|AUTHORITY)\\[\"EPSG\",\"?" + code + "\"?]]$")
                .matcher(text)
                .find();
        if (!code.isEmpty() && !named) {
            found.error(Rule.R24, mapping.path(), "%s does not end in the code EPSG:%s".formatted(attribute, code));
        }
    }

    private void checkTransform(StoreNode mapping, Grid grid) {
        JsonNode attribute = mapping.attribute("GeoTransform");
        var t = grid.transform();
        List<Double> expected = List.of(t.c(), t.a(), t.b(), t.f(), t.d(), t.e());
        var actual = new ArrayList<Double>();
        for (String number : attribute.asText().strip().split("\\s+", -1)) {
            try {
                actual.add(Double.valueOf(number));
            } catch (NumberFormatException _) {
                actual.clear();
                break;
            }
        }
        boolean equal = actual.size() == expected.size();
        for (int i = 0; equal && i < expected.size(); i++) {
            equal = Math.abs(actual.get(i) - expected.get(i)) <= GridRules.TOLERANCE * Math.abs(t.a());
        }
        if (!equal) {
            found.error(
                    Rule.R24,
                    mapping.path(),
                    "GeoTransform is %s, not \"%s\""
                            .formatted(Members.quoted(attribute), GeoAttributes.gdalTransform(t)));
        }
    }

    /// All parameters but the texts that have several right forms.
    private void checkParameters(StoreNode mapping, JsonNode expected) {
        for (Map.Entry<String, JsonNode> parameter : expected.properties()) {
            String name = parameter.getKey();
            if (List.of("crs_wkt", "spatial_ref", "GeoTransform").contains(name)) {
                continue;
            }
            JsonNode value = parameter.getValue();
            JsonNode actual = mapping.attribute(name);
            boolean equal = value.isNumber() ? Members.isNumber(actual, value.doubleValue()) : actual.equals(value);
            if (!equal) {
                found.error(
                        Rule.R24,
                        mapping.path(),
                        "%s is %s, not %s".formatted(name, Members.quoted(actual), Members.quoted(value)));
            }
        }
    }
}
