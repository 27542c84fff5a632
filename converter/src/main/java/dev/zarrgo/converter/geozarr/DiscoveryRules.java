package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether the copied `stac_discovery` is true for the store.
///
/// Source: rule R62.
final class DiscoveryRules {

    private static final double TOLERANCE = 1e-9;
    private static final String REFLECTANCE_HREF = "/" + StoreTree.REFLECTANCE;

    private final StoreTree tree;
    private final Findings found;
    private final JsonNode discovery;

    private DiscoveryRules(StoreTree tree, Findings found) {
        this.tree = tree;
        this.found = found;
        this.discovery = tree.root().attribute("stac_discovery");
    }

    static void check(StoreTree tree, Findings found) {
        new DiscoveryRules(tree, found).check();
    }

    private void error(String message) {
        found.error(Rule.R62, "", "stac_discovery: " + message);
    }

    private void check() {
        if (!discovery.isObject()) {
            if (tree.isSentinelTwo()) {
                found.warning(Rule.R62, "", "stac_discovery is %s".formatted(Members.quoted(discovery)));
            }
            return;
        }
        checkId();
        checkGeometry();
        JsonNode assets = discovery.path("assets");
        assets.properties().forEach(entry -> checkAsset(entry.getKey(), entry.getValue()));
        if (tree.isSentinelTwo()) {
            tree.arrays().stream().filter(this::isDerived).forEach(array -> checkDerived(assets, array));
            checkReflectance(assets.path("reflectance"));
        }
    }

    private void checkId() {
        JsonNode id = discovery.path("id");
        if (!id.isTextual() || id.asText().isEmpty() || id.asText().endsWith(".SAFE")) {
            error("id is %s, not the name of the product".formatted(Members.quoted(id)));
        }
    }

    // --- geometry

    private void checkGeometry() {
        JsonNode geometry = discovery.path("geometry");
        var positions = new ArrayList<JsonNode>();
        collect(geometry.path("coordinates"), positions, 0);
        if (positions.isEmpty()) {
            return;
        }
        if (geometry.path("type").asText().equals("Polygon")) {
            geometry.path("coordinates").forEach(this::checkRing);
        }
        double west = extreme(positions, 0, -1);
        double south = extreme(positions, 1, -1);
        double east = extreme(positions, 0, 1);
        double north = extreme(positions, 1, 1);
        if (east - west > 180) {
            return; // it crosses the antimeridian
        }
        JsonNode bbox = discovery.path("bbox");
        Optional<List<Double>> box = Members.numbers(bbox, 4);
        List<Double> expected = List.of(west, south, east, north);
        boolean equal = box.isPresent();
        for (int side = 0; equal && side < expected.size(); side++) {
            equal = Math.abs(box.orElseThrow().get(side) - expected.get(side)) <= TOLERANCE;
        }
        if (!equal) {
            error("bbox is %s, that of the geometry is %s".formatted(Members.quoted(bbox), Members.text(expected)));
        }
    }

    private static final int MAX_NESTING = 8;

    private static void collect(JsonNode coordinates, List<JsonNode> positions, int depth) {
        if (coordinates.path(0).isNumber()) {
            positions.add(coordinates);
        } else if (depth < MAX_NESTING) {
            coordinates.forEach(item -> collect(item, positions, depth + 1));
        }
    }

    private static double extreme(List<JsonNode> positions, int axis, int sign) {
        return sign
                * positions.stream()
                        .mapToDouble(position -> sign * position.path(axis).asDouble())
                        .max()
                        .orElseThrow();
    }

    private void checkRing(JsonNode ring) {
        JsonNode first = ring.path(0);
        JsonNode last = ring.path(ring.size() - 1);
        if (Members.difference(first, last, "").isPresent()) {
            error("a ring begins at %s and ends at %s".formatted(Members.quoted(first), Members.quoted(last)));
        }
    }

    // --- assets

    private void checkAsset(String key, JsonNode asset) {
        JsonNode href = asset.path("href");
        String text = href.asText();
        if (!text.startsWith("/") || tree.node(text.substring(1)).isEmpty()) {
            error("asset %s: href is %s, where nothing is".formatted(key, Members.quoted(href)));
            return;
        }
        StoreNode node = tree.node(text.substring(1)).orElseThrow();
        if (node.isArray()) {
            checkNumbers(key, asset, node);
        }
    }

    private void checkNumbers(String key, JsonNode asset, StoreNode node) {
        for (Map.Entry<String, String> member : Map.of("raster:scale", "scale_factor", "raster:offset", "add_offset")
                .entrySet()) {
            JsonNode stated = asset.path(member.getKey());
            JsonNode actual = node.attribute(member.getValue());
            if (!stated.isMissingNode()
                    && Members.difference(stated, actual, "").isPresent()) {
                error("asset %s: %s is %s, in the array %s"
                        .formatted(key, member.getKey(), Members.quoted(stated), Members.quoted(actual)));
            }
        }
        for (String name : List.of("data_type", "raster:data_type")) {
            JsonNode stated = asset.path(name);
            JsonNode actual = node.document().path("data_type");
            if (stated.isTextual() && !stated.equals(actual)) {
                error("asset %s: %s is %s, in the array %s"
                        .formatted(key, name, stated.asText(), Members.quoted(actual)));
            }
        }
    }

    /// Computed bands say so; whatever else is coarser than 60 m is computed too.
    private boolean isDerived(StoreNode array) {
        boolean coarse = array.parent().matches(".*/r(120|360|720)m");
        return array.attributes().has("_derived_from") || (coarse && array.rank() == 2);
    }

    private void checkDerived(JsonNode assets, StoreNode array) {
        String level = array.parent().substring(array.parent().lastIndexOf('/') + 1);
        String key = array.name() + "_" + level;
        JsonNode asset = assets.path(key);
        if (!asset.path("href").asText().equals("/" + array.path())
                || asset.path("title").asText().isEmpty()) {
            error("no asset %s with a title for /%s".formatted(key, array.path()));
        }
    }

    private void checkReflectance(JsonNode asset) {
        if (!asset.isObject() || !asset.path("href").asText().equals(REFLECTANCE_HREF)) {
            error("no asset reflectance with href %s".formatted(REFLECTANCE_HREF));
            return;
        }
        expect(asset, "type", "application/vnd.zarr; version=3; profile=multiscales");
        if (!Members.texts(asset.path("roles")).equals(List.of("data", "reflectance"))) {
            error("asset reflectance: roles are %s".formatted(Members.quoted(asset.path("roles"))));
        }
        if (!Members.isNumber(asset.path("gsd"), 10)) {
            error("asset reflectance: gsd is %s, not 10".formatted(Members.quoted(asset.path("gsd"))));
        }
        tree.node(StoreTree.REFLECTANCE).ifPresent(group -> {
            expect(asset, "proj:code", group.attribute("proj:code").asText());
            compare(asset, "proj:shape", group.attribute("spatial:shape"));
        });
        tree.node(StoreTree.REFLECTANCE + "/r10m/b02").ifPresent(band -> {
            compare(asset, "raster:scale", band.attribute("scale_factor"));
            compare(asset, "raster:offset", band.attribute("add_offset"));
            boolean packed = band.attributes().has("scale_factor");
            compare(asset, "nodata", packed ? band.attribute("_FillValue") : band.attribute("scale_factor"));
        });
    }

    private void expect(JsonNode asset, String name, String expected) {
        if (!asset.path(name).asText().equals(expected)) {
            error("asset reflectance: %s is %s, not \"%s\""
                    .formatted(name, Members.quoted(asset.path(name)), expected));
        }
    }

    private void compare(JsonNode asset, String name, JsonNode expected) {
        Members.difference(expected, asset.path(name), name)
                .ifPresent(_ -> error("asset reflectance: %s is %s, not %s"
                        .formatted(name, Members.quoted(asset.path(name)), Members.quoted(expected))));
    }
}
