package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.geo.Grid;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where the rasters of a group lie.
///
/// Source: rules R6, R16, R18 to R20, R22.
final class GridRules {

    /// Of a pixel; the numbers are sums and products of a few others.
    static final double TOLERANCE = 1e-6;

    private static final Pattern METEOROLOGY = Pattern.compile("(?:.*/)?conditions/meteorology(?:/.*)?");

    private final StoreTree tree;
    private final Findings found;

    private GridRules(StoreTree tree, Findings found) {
        this.tree = tree;
        this.found = found;
    }

    static void check(StoreTree tree, Findings found) {
        var rules = new GridRules(tree, found);
        tree.rasterGroups().forEach(rules::checkRasters);
        tree.multiscaleGroups().forEach(group -> rules.checkGrid(group, Rule.R16));
        tree.groups().forEach(rules::checkMeteorology);
    }

    private void checkRasters(RasterGroup raster) {
        StoreNode group = raster.group();
        if (tree.isGeoreferenced() || group.attributes().has("spatial:bbox")) {
            checkGrid(group, Rule.R22);
            checkMapping(raster);
        }
        checkMembers(raster);
        checkSizes(raster);
    }

    /// @param absence the rule that a missing attribute breaks
    private void checkGrid(StoreNode group, Rule absence) {
        for (String name : List.of(
                "spatial:dimensions", "spatial:registration", "spatial:bbox", "spatial:transform", "spatial:shape")) {
            if (!group.attributes().has(name)) {
                found.error(absence, group.path(), "%s is missing".formatted(name));
            }
        }
        checkText(group);
        checkNumbers(group);
    }

    private void checkText(StoreNode group) {
        JsonNode dimensions = group.attribute("spatial:dimensions");
        if (!dimensions.isMissingNode() && !Members.texts(dimensions).equals(RasterGroup.DIMENSIONS)) {
            found.error(
                    Rule.R19,
                    group.path(),
                    "spatial:dimensions is %s, not [\"y\",\"x\"]".formatted(Members.quoted(dimensions)));
        }
        JsonNode registration = group.attribute("spatial:registration");
        if (!registration.isMissingNode() && !registration.asText().equals("pixel")) {
            found.error(
                    Rule.R19,
                    group.path(),
                    "spatial:registration is %s, not \"pixel\"".formatted(Members.quoted(registration)));
        }
        JsonNode type = group.attribute("spatial:transform_type");
        if (!type.isMissingNode()) {
            found.error(
                    Rule.R19,
                    group.path(),
                    "spatial:transform_type is %s; it is left out for an affine transform"
                            .formatted(Members.quoted(type)));
        }
    }

    private void checkNumbers(StoreNode group) {
        JsonNode transform = group.attribute("spatial:transform");
        JsonNode shape = group.attribute("spatial:shape");
        JsonNode bbox = group.attribute("spatial:bbox");
        Optional<String> wrong = transformProblem(transform);
        wrong.ifPresent(problem -> found.error(Rule.R18, group.path(), "spatial:transform " + problem));
        Optional<List<Double>> size = Members.numbers(shape, 2);
        if (!shape.isMissingNode() && size.isEmpty()) {
            found.error(
                    Rule.R19,
                    group.path(),
                    "spatial:shape is %s, not [height, width]".formatted(Members.quoted(shape)));
        }
        Optional<List<Double>> box = Members.numbers(bbox, 4);
        if (!bbox.isMissingNode() && box.isEmpty()) {
            found.error(
                    Rule.R19,
                    group.path(),
                    "spatial:bbox is %s, not [xmin, ymin, xmax, ymax]".formatted(Members.quoted(bbox)));
        }
        Optional<Grid> grid = wrong.isPresent() ? Optional.empty() : Members.grid(transform, shape);
        if (box.isPresent() && grid.isPresent()) {
            checkBox(group, box.get(), grid.get());
        }
    }

    /// What is wrong with a transform; empty if nothing is, or if there is none.
    static Optional<String> transformProblem(JsonNode transform) {
        if (transform.isMissingNode()) {
            return Optional.empty();
        }
        Optional<List<Double>> numbers = Members.numbers(transform, 6);
        if (numbers.isEmpty()) {
            return Optional.of("is %s, not [a, b, c, d, e, f]".formatted(Members.quoted(transform)));
        }
        List<Double> t = numbers.get();
        if (t.get(0) * t.get(4) - t.get(1) * t.get(3) == 0) {
            return Optional.of("is %s, which maps all pixels to a line".formatted(Members.quoted(transform)));
        }
        if (t.get(1) != 0 || t.get(3) != 0 || t.get(0) < 0 || t.get(4) > 0) {
            return Optional.of("is %s, not north up".formatted(Members.quoted(transform)));
        }
        return Optional.empty();
    }

    private void checkBox(StoreNode group, List<Double> box, Grid grid) {
        List<Double> expected = grid.bbox().edges();
        double tolerance = TOLERANCE * Math.abs(grid.transform().a());
        for (int i = 0; i < box.size(); i++) {
            if (Math.abs(box.get(i) - expected.get(i)) > tolerance) {
                found.error(
                        Rule.R20,
                        group.path(),
                        "spatial:bbox is %s, transform × shape give %s"
                                .formatted(Members.text(box), Members.text(expected)));
                return;
            }
        }
    }

    private void checkMembers(RasterGroup raster) {
        StoreNode group = raster.group();
        List<String> names = tree.isGeoreferenced() ? List.of("x", "y", GeoAttributes.GRID_MAPPING) : List.of();
        for (String name : names) {
            if (tree.child(group, name).filter(StoreNode::isArray).isEmpty()) {
                found.error(Rule.R22, group.path(), "has no array %s".formatted(name));
            }
        }
    }

    private void checkMapping(RasterGroup raster) {
        checkMapping(raster.group());
        raster.rasters().forEach(this::checkMapping);
    }

    private void checkMapping(StoreNode node) {
        JsonNode mapping = node.attribute("grid_mapping");
        if (!mapping.asText().equals(GeoAttributes.GRID_MAPPING)) {
            found.error(
                    Rule.R22,
                    node.path(),
                    "grid_mapping is %s, not \"%s\"".formatted(Members.quoted(mapping), GeoAttributes.GRID_MAPPING));
        }
    }

    /// All rasters of a group have the shape that it states.
    private void checkSizes(RasterGroup raster) {
        JsonNode shape = raster.group().attribute("spatial:shape");
        boolean stated = Members.numbers(shape, 2).isPresent();
        JsonNode expected = stated ? shape : firstSize(raster);
        for (StoreNode array : raster.rasters()) {
            JsonNode own = array.document().path("shape");
            int rank = own.size();
            if (own.path(rank - 2).asLong() != expected.path(0).asLong()
                    || own.path(rank - 1).asLong() != expected.path(1).asLong()) {
                found.error(
                        stated ? Rule.R19 : Rule.R6,
                        array.path(),
                        "has shape %s in a group of %s".formatted(Members.quoted(own), Members.quoted(expected)));
            }
        }
    }

    private static JsonNode firstSize(RasterGroup raster) {
        var size = raster.group().document().arrayNode();
        raster.rasters().stream().findFirst().ifPresent(array -> {
            JsonNode shape = array.document().path("shape");
            size.add(shape.path(shape.size() - 2)).add(shape.path(shape.size() - 1));
        });
        return size;
    }

    private void checkMeteorology(StoreNode group) {
        if (!METEOROLOGY.matcher(group.path()).matches()) {
            return;
        }
        group.attributes().fieldNames().forEachRemaining(name -> {
            if (name.startsWith("spatial:") || name.startsWith("proj:") || name.equals("grid_mapping")) {
                found.error(Rule.R22, group.path(), "has %s; meteorology has no grid of the product".formatted(name));
            }
        });
    }
}
