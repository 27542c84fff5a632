package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.geo.BoundingBox;
import dev.zarrgo.converter.geo.Crs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the root says of the whole store.
///
/// Source: rules R60, R61.
final class RootRules {

    /// In degrees, about a decimetre: other libraries project a little differently.
    private static final double TOLERANCE = 1e-6;

    private static final Pattern DIGEST = Pattern.compile("[a-z0-9]+:[0-9a-f]{16,}");
    private static final Pattern CREDENTIALS = Pattern.compile("[a-z0-9+.-]+://[^/]*@.*");

    private final StoreTree tree;
    private final Findings found;

    private RootRules(StoreTree tree, Findings found) {
        this.tree = tree;
        this.found = found;
    }

    static void check(StoreTree tree, Findings found) {
        var rules = new RootRules(tree, found);
        rules.checkBox();
        rules.checkProvenance();
    }

    private void checkBox() {
        StoreNode root = tree.root();
        JsonNode dimensions = root.attribute("spatial:dimensions");
        if (!Members.texts(dimensions).equals(RasterGroup.DIMENSIONS)) {
            found.error(
                    Rule.R60, "", "spatial:dimensions is %s, not [\"y\",\"x\"]".formatted(Members.quoted(dimensions)));
        }
        JsonNode code = root.attribute("proj:code");
        if (!code.asText().equals(Crs.LON_LAT.code())) {
            found.error(Rule.R60, "", "proj:code is %s, not \"EPSG:4326\"".formatted(Members.quoted(code)));
        }
        JsonNode bbox = root.attribute("spatial:bbox");
        Optional<List<Double>> box = Members.numbers(bbox, 4);
        if (box.isEmpty() || !isLonLat(box.get())) {
            found.error(
                    Rule.R60,
                    "",
                    "spatial:bbox is %s, not [west, south, east, north] in degrees".formatted(Members.quoted(bbox)));
        } else {
            union().ifPresent(union -> checkUnion(box.get(), union));
        }
    }

    private static boolean isLonLat(List<Double> box) {
        return Math.abs(box.get(0)) <= 180
                && Math.abs(box.get(2)) <= 180
                && Math.abs(box.get(1)) <= 90
                && Math.abs(box.get(3)) <= 90
                && box.get(0) < box.get(2)
                && box.get(1) < box.get(3);
    }

    private void checkUnion(List<Double> box, BoundingBox union) {
        for (int side = 0; side < box.size(); side++) {
            if (Math.abs(box.get(side) - union.edges().get(side)) > TOLERANCE) {
                found.error(
                        Rule.R60,
                        "",
                        "spatial:bbox is %s, the groups cover %s"
                                .formatted(Members.text(box), Members.text(union.edges())));
                return;
            }
        }
    }

    /// The boxes of all groups in longitude and latitude; empty where one is in an unknown system.
    private Optional<BoundingBox> union() {
        Map<List<Object>, BoundingBox> boxes = new HashMap<>();
        for (StoreNode group : tree.groups()) {
            Optional<List<Double>> box = Members.numbers(group.attribute("spatial:bbox"), 4);
            if (group.path().isEmpty() || box.isEmpty()) {
                continue;
            }
            Optional<Crs> crs = Crs.of(group.attribute("proj:code").asText());
            if (crs.isEmpty() || box.get().get(1) > box.get().get(3)) {
                return Optional.empty();
            }
            boxes.computeIfAbsent(List.of(crs.get(), box.get()), _ -> lonLat(box.get(), crs.get()));
        }
        boolean crossing = boxes.values().stream().anyMatch(BoundingBox::crossesAntimeridian);
        return boxes.values().stream()
                .reduce(BoundingBox::union)
                .map(box -> crossing ? new BoundingBox(-180, box.ymin(), 180, box.ymax()) : box);
    }

    private static BoundingBox lonLat(List<Double> box, Crs crs) {
        return new BoundingBox(box.get(0), box.get(1), box.get(2), box.get(3)).toLonLat(crs);
    }

    private void checkProvenance() {
        JsonNode provenance = tree.root().attribute("zarrgo:provenance");
        if (provenance.isMissingNode()) {
            found.warning(Rule.R61, "", "zarrgo:provenance is missing: nothing says what the store was made from");
            return;
        }
        for (String name : List.of("source", "source_digest", "options_digest", "converter")) {
            JsonNode value = provenance.path(name);
            boolean digest = name.endsWith("_digest");
            if (!value.isTextual() || (digest && !DIGEST.matcher(value.asText()).matches())) {
                found.error(Rule.R61, "", "zarrgo:provenance: %s is %s".formatted(name, Members.quoted(value)));
            }
        }
        if (CREDENTIALS.matcher(provenance.path("source").asText()).matches()) {
            found.error(Rule.R61, "", "zarrgo:provenance names its source with credentials");
        }
    }
}
