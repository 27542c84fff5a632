package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The levels of one variable: they differ in size only.
///
/// Source: rules R46, R55.
final class VariableRules {

    private static final List<String> ENCODING = List.of("scale_factor", "add_offset", "_FillValue", "units");

    private final StoreTree tree;
    private final Findings found;

    private VariableRules(StoreTree tree, Findings found) {
        this.tree = tree;
        this.found = found;
    }

    static void check(StoreTree tree, Findings found) {
        var rules = new VariableRules(tree, found);
        tree.multiscaleGroups().forEach(rules::checkGroup);
        tree.arrays().forEach(rules::checkDerivation);
    }

    private void checkGroup(StoreNode group) {
        Map<String, StoreNode> finest = new HashMap<>();
        for (JsonNode entry : StoreTree.layout(group)) {
            String path = Hierarchy.child(group.path(), entry.path("asset").asText());
            for (StoreNode array :
                    tree.rasterGroup(path).map(RasterGroup::rasters).orElse(List.of())) {
                StoreNode first = finest.putIfAbsent(array.name(), array);
                if (first != null) {
                    compare(first, array);
                }
            }
        }
    }

    private void compare(StoreNode first, StoreNode array) {
        Members.difference(form(first), form(array), "")
                .ifPresent(d -> found.error(
                        Rule.R55,
                        array.path(),
                        "%s is %s, and %s in /%s"
                                .formatted(
                                        d.name(),
                                        Members.quoted(d.second()),
                                        Members.quoted(d.first()),
                                        first.path())));
    }

    /// What the levels have in common: type, nodata, packing, the codecs that change numbers.
    private static ObjectNode form(StoreNode array) {
        ObjectNode form = Json.object();
        form.set("data_type", array.document().path("data_type"));
        form.set("fill_value", array.document().path("fill_value"));
        for (String name : ENCODING) {
            if (array.attributes().has(name)) {
                form.set(name, array.attribute(name));
            }
        }
        for (JsonNode codec : innerCodecs(array)) {
            String name = codec.path("name").asText();
            if (name.equals("scale_offset") || name.equals("cast_value")) {
                form.set(name, codec.path("configuration"));
            }
        }
        return form;
    }

    /// The codecs of the smallest separately decodable piece, as the document has them.
    static JsonNode innerCodecs(StoreNode array) {
        JsonNode codecs = array.document().path("codecs");
        boolean sharded = codecs.path(0).path("name").asText().equals("sharding_indexed");
        return sharded ? codecs.path(0).path("configuration").path("codecs") : codecs;
    }

    /// Whatever says that it was computed from another level says it truly.
    private void checkDerivation(StoreNode array) {
        JsonNode from = array.attribute("_derived_from");
        if (from.isMissingNode()) {
            return;
        }
        String level = array.parent();
        String base = Hierarchy.parent(level);
        Optional<StoreNode> parent = tree.node(Hierarchy.child(Hierarchy.child(base, from.asText()), array.name()));
        if (parent.isEmpty()) {
            found.error(
                    Rule.R46,
                    array.path(),
                    "_derived_from is %s, where no %s is".formatted(Members.quoted(from), array.name()));
            return;
        }
        checkFactor(array, parent.get());
        if (!array.attribute("_resampling_mode").asText().equals("mean")) {
            found.error(
                    Rule.R46,
                    array.path(),
                    "_resampling_mode is %s, not \"mean\""
                            .formatted(Members.quoted(array.attribute("_resampling_mode"))));
        }
        for (String name : List.of("long_name", "units", "scale_factor", "add_offset")) {
            Members.difference(parent.get().attribute(name), array.attribute(name), name)
                    .ifPresent(d -> found.error(
                            Rule.R46,
                            array.path(),
                            "%s is %s, and %s in /%s"
                                    .formatted(
                                            name,
                                            Members.quoted(d.second()),
                                            Members.quoted(d.first()),
                                            parent.get().path())));
        }
    }

    private void checkFactor(StoreNode array, StoreNode parent) {
        var own = tree.rasterGroup(array.parent()).flatMap(RasterGroup::grid);
        var finer = tree.rasterGroup(parent.parent()).flatMap(RasterGroup::grid);
        JsonNode factor = array.attribute("_factor");
        if (own.isEmpty() || finer.isEmpty()) {
            return;
        }
        double ratio = own.get().transform().a() / finer.get().transform().a();
        if (!factor.isIntegralNumber() || Math.abs(factor.doubleValue() - ratio) > GridRules.TOLERANCE) {
            found.error(
                    Rule.R46,
                    array.path(),
                    "_factor is %s, pixels are %s times as large"
                            .formatted(Members.quoted(factor), Members.text(ratio)));
        }
    }
}
