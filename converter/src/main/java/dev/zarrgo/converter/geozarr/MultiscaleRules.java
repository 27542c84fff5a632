package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.geo.Grid;
import dev.zarrgo.converter.zarr.Hierarchy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The layout of a group of levels, and whether the levels are what it says.
///
/// Source: rules R6, R12, R13, R15, R20, V6.
final class MultiscaleRules {

    private static final Pattern ASSET = Pattern.compile("(?!/)(?!.*\\.\\.)([^/]+(/[^/]+)*)");

    private static final Set<String> RESAMPLING = Set.of(
            "nearest",
            "average",
            "bilinear",
            "cubic",
            "cubic_spline",
            "lanczos",
            "mode",
            "max",
            "min",
            "med",
            "sum",
            "q1",
            "q3",
            "rms",
            "gauss");

    private final StoreTree tree;
    private final Findings found;
    private final StoreNode group;
    private final List<JsonNode> layout;

    private MultiscaleRules(StoreTree tree, Findings found, StoreNode group) {
        this.tree = tree;
        this.found = found;
        this.group = group;
        this.layout = StoreTree.layout(group);
    }

    static void check(StoreTree tree, Findings found) {
        tree.multiscaleGroups().forEach(group -> new MultiscaleRules(tree, found, group).check());
    }

    private void check() {
        if (layout.size() < 2) {
            error(Rule.R15, "the layout has %d levels; two are the least".formatted(layout.size()));
        }
        checkResampling(group.attribute("multiscales"), "multiscales");
        var assets = new HashSet<String>();
        for (int i = 0; i < layout.size(); i++) {
            checkMembers(i);
            checkLevel(i);
            if (!assets.add(asset(i))) {
                error(Rule.R12, "layout[%d]: %s is there twice".formatted(i, asset(i)));
            }
        }
        for (int i = 1; i < layout.size(); i++) {
            checkStep(i);
        }
        checkFinest();
        checkOwnRasters();
        checkVariables();
    }

    private void error(Rule rule, String message) {
        found.error(rule, group.path(), message);
    }

    private String asset(int i) {
        return layout.get(i).path("asset").asText();
    }

    private Optional<Grid> grid(int i) {
        return Members.grid(
                layout.get(i).path("spatial:transform"), layout.get(i).path("spatial:shape"));
    }

    private Optional<RasterGroup> level(int i) {
        return tree.rasterGroup(Hierarchy.child(group.path(), asset(i)));
    }

    private void checkResampling(JsonNode holder, String name) {
        JsonNode method = holder.path("resampling_method");
        if (!method.isMissingNode() && !RESAMPLING.contains(method.asText())) {
            error(Rule.R12, "%s: resampling_method is %s".formatted(name, Members.quoted(method)));
        }
    }

    // --- one entry

    private void checkMembers(int i) {
        JsonNode entry = layout.get(i);
        String name = "layout[%d]".formatted(i);
        if (!ASSET.matcher(asset(i)).matches() || asset(i).equals(".")) {
            Rule rule = asset(i).equals(".") ? Rule.R6 : Rule.R12;
            error(rule, "%s: asset is %s".formatted(name, Members.quoted(entry.path("asset"))));
        }
        GridRules.transformProblem(entry.path("spatial:transform"))
                .ifPresent(problem -> error(Rule.R18, "%s: spatial:transform %s".formatted(name, problem)));
        for (String member : List.of("spatial:shape", "spatial:transform")) {
            if (!entry.has(member)) {
                error(Rule.R12, "%s (%s): %s is missing".formatted(name, asset(i), member));
            }
        }
        checkResampling(entry, name);
        checkDerivation(i, entry, name);
    }

    private void checkDerivation(int i, JsonNode entry, String name) {
        if (i == 0) {
            if (entry.has("derived_from") || entry.has("transform")) {
                error(Rule.R12, "%s: the first level is derived from nothing".formatted(name));
            }
            return;
        }
        JsonNode transform = entry.path("transform");
        if (!entry.has("derived_from") || transform.isMissingNode()) {
            error(Rule.R12, "%s (%s): derived_from or transform is missing".formatted(name, asset(i)));
            return;
        }
        if (Members.numbers(transform.path("scale"), 2).isEmpty()) {
            error(
                    Rule.R12,
                    "%s (%s): scale is %s, not [sy, sx]"
                            .formatted(name, asset(i), Members.quoted(transform.path("scale"))));
        }
        Optional<List<Double>> translation = Members.numbers(transform.path("translation"), 2);
        if (translation.isEmpty() || !translation.get().equals(List.of(0.0, 0.0))) {
            error(
                    Rule.R12,
                    "%s (%s): translation is %s, not [0.0, 0.0]"
                            .formatted(name, asset(i), Members.quoted(transform.path("translation"))));
        }
    }

    /// The level's group says the same as its entry.
    private void checkLevel(int i) {
        Optional<RasterGroup> level = level(i);
        if (level.isEmpty()) {
            error(Rule.V6, "layout[%d]: there is no group %s".formatted(i, asset(i)));
            return;
        }
        for (String member : List.of("spatial:shape", "spatial:transform")) {
            JsonNode entry = layout.get(i).path(member);
            JsonNode own = level.get().group().attribute(member);
            if (!entry.isMissingNode() && !own.isMissingNode()) {
                Members.difference(entry, own, member)
                        .ifPresent(_ -> found.error(
                                Rule.R20,
                                level.get().path(),
                                "%s is %s, and %s in the layout of /%s"
                                        .formatted(member, Members.quoted(own), Members.quoted(entry), group.path())));
            }
        }
    }

    // --- one level and the one before

    private void checkStep(int i) {
        JsonNode from = layout.get(i).path("derived_from");
        if (!from.isMissingNode() && !from.asText().equals(asset(i - 1))) {
            error(
                    Rule.R13,
                    "layout[%d] (%s): derived_from is %s, not the level before, %s"
                            .formatted(i, asset(i), Members.quoted(from), asset(i - 1)));
        }
        Optional<Grid> finer = grid(i - 1);
        Optional<Grid> coarser = grid(i);
        if (finer.isEmpty() || coarser.isEmpty()) {
            return;
        }
        double fine = finer.get().transform().a();
        double coarse = coarser.get().transform().a();
        if (coarse <= fine) {
            error(
                    Rule.R13,
                    "layout[%d] (%s): pixels of %s after pixels of %s; they have to grow"
                            .formatted(i, asset(i), Members.text(coarse), Members.text(fine)));
            return;
        }
        checkScale(i, finer.get(), coarser.get());
        checkOrigin(i, finer.get(), coarser.get());
    }

    /// Of the level that it names, whichever that is.
    private void checkScale(int i, Grid before, Grid coarser) {
        Optional<List<Double>> scale =
                Members.numbers(layout.get(i).path("transform").path("scale"), 2);
        Grid finer = parent(i).orElse(before);
        double rows = coarser.transform().e() / finer.transform().e();
        double columns = coarser.transform().a() / finer.transform().a();
        if (scale.isPresent()
                && !(isBlock(scale.get().get(0), rows) && isBlock(scale.get().get(1), columns))) {
            error(
                    Rule.R13,
                    "layout[%d] (%s): scale is %s, blocks are %s × %s pixels"
                            .formatted(
                                    i, asset(i), Members.text(scale.get()), Members.text(rows), Members.text(columns)));
        }
        long block = Math.max(1, Math.round(columns));
        boolean trimmed = coarser.width() == finer.width() / block && coarser.height() == finer.height() / block;
        boolean padded = coarser.width() == -Math.floorDiv(-finer.width(), block)
                && coarser.height() == -Math.floorDiv(-finer.height(), block);
        if (!trimmed && !padded) {
            error(
                    Rule.R13,
                    "layout[%d] (%s): %d × %d pixels are not %d × %d in blocks of %d"
                            .formatted(
                                    i,
                                    asset(i),
                                    coarser.height(),
                                    coarser.width(),
                                    finer.height(),
                                    finer.width(),
                                    block));
        }
    }

    private Optional<Grid> parent(int i) {
        String from = layout.get(i).path("derived_from").asText();
        for (int j = 0; j < i; j++) {
            if (asset(j).equals(from)) {
                return grid(j);
            }
        }
        return Optional.empty();
    }

    private static boolean isBlock(double scale, double ratio) {
        return scale == Math.rint(scale) && Math.abs(scale - ratio) < GridRules.TOLERANCE;
    }

    private void checkOrigin(int i, Grid finer, Grid coarser) {
        double tolerance = GridRules.TOLERANCE * finer.transform().a();
        double west = coarser.transform().c() - finer.transform().c();
        double north = coarser.transform().f() - finer.transform().f();
        if (Math.abs(west) > tolerance || Math.abs(north) > tolerance) {
            error(
                    Rule.R20,
                    "layout[%d] (%s): starts %s, %s away from %s; all levels start in one corner"
                            .formatted(i, asset(i), Members.text(west), Members.text(north), asset(i - 1)));
        }
    }

    // --- the group

    /// The group's own place is that of its finest level, and the others agree with it within a pixel.
    private void checkFinest() {
        if (layout.isEmpty()) {
            return;
        }
        for (String member : List.of("spatial:shape", "spatial:transform")) {
            JsonNode own = group.attribute(member);
            JsonNode finest = layout.getFirst().path(member);
            if (!own.isMissingNode()
                    && !finest.isMissingNode()
                    && Members.difference(own, finest, member).isPresent()) {
                error(
                        Rule.R20,
                        "%s is %s, the finest level has %s"
                                .formatted(member, Members.quoted(own), Members.quoted(finest)));
            }
        }
        Optional<List<Double>> box = Members.numbers(group.attribute("spatial:bbox"), 4);
        for (int i = 0; box.isPresent() && i < layout.size(); i++) {
            checkExtent(i, box.get());
        }
    }

    private void checkExtent(int i, List<Double> box) {
        Optional<Grid> grid = grid(i);
        if (grid.isEmpty()) {
            return;
        }
        List<Double> edges = grid.get().bbox().edges();
        double pixel = i == 0
                ? GridRules.TOLERANCE * grid.get().transform().a()
                : grid.get().transform().a() * (1 + GridRules.TOLERANCE);
        for (int side = 0; side < box.size(); side++) {
            if (Math.abs(edges.get(side) - box.get(side)) > pixel) {
                error(
                        Rule.R20,
                        "layout[%d] (%s) covers %s, the group %s"
                                .formatted(i, asset(i), Members.text(edges), Members.text(box)));
                return;
            }
        }
    }

    private void checkOwnRasters() {
        for (StoreNode array : tree.arraysIn(group)) {
            if (array.rank() >= 2) {
                found.error(Rule.R6, array.path(), "a raster in a group of levels; its place is in one of them");
            }
        }
    }

    /// What a level has, all coarser ones have too; finer ones may have fewer (rule V6).
    private void checkVariables() {
        for (int i = 1; i < layout.size(); i++) {
            Optional<RasterGroup> finer = level(i - 1);
            Optional<RasterGroup> coarser = level(i);
            if (finer.isPresent() && coarser.isPresent()) {
                var missing = new ArrayList<>(names(finer.get()));
                missing.removeAll(names(coarser.get()));
                if (!missing.isEmpty()) {
                    found.warning(
                            Rule.V6,
                            coarser.get().path(),
                            "lacks %s, which %s has".formatted(String.join(", ", missing), asset(i - 1)));
                }
            }
        }
    }

    private static List<String> names(RasterGroup level) {
        return level.rasters().stream().map(StoreNode::name).toList();
    }
}
