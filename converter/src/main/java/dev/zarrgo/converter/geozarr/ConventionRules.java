package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which conventions a group declares, and with which objects.
///
/// Source: section 2 of the output specification, rules R11, R14, V3.
final class ConventionRules {

    private static final String ATTRIBUTE = "zarr_conventions";

    private final StoreTree tree;
    private final Findings found;

    private ConventionRules(StoreTree tree, Findings found) {
        this.tree = tree;
        this.found = found;
    }

    static void check(StoreTree tree, Findings found) {
        var rules = new ConventionRules(tree, found);
        tree.groups().forEach(rules::checkGroup);
        tree.nodes().forEach(rules::checkTileMatrix);
    }

    private void checkGroup(StoreNode group) {
        Set<Convention> declared = declared(group);
        EnumSet<Convention> missing = EnumSet.copyOf(expected(group));
        missing.removeAll(declared);
        if (!missing.isEmpty()) {
            found.error(
                    Rule.R11,
                    group.path(),
                    "zarr_conventions does not declare %s"
                            .formatted(
                                    missing.stream().map(ConventionRules::name).collect(Collectors.joining(", "))));
        }
        if (declared.contains(Convention.MULTISCALES) && !group.attributes().has("multiscales")) {
            found.error(Rule.R11, group.path(), "declares multiscales and has no attribute multiscales");
        }
        boolean located = CrsRules.KEYS.stream().anyMatch(group.attributes()::has);
        if (declared.contains(Convention.PROJ) && !located) {
            found.error(Rule.R11, group.path(), "declares proj and names no reference system");
        }
    }

    private static String name(Convention convention) {
        return convention.declaration(Convention.Version.V0_1).path("name").asText();
    }

    /// What the place or the attributes of a group ask for.
    private Set<Convention> expected(StoreNode group) {
        boolean root = group.path().isEmpty();
        boolean raster =
                root || group.isMultiscale() || tree.rasterGroup(group.path()).isPresent();
        Set<Convention> expected = EnumSet.noneOf(Convention.class);
        if (group.isMultiscale()) {
            expected.add(Convention.MULTISCALES);
        }
        if (raster || states(group, "spatial:")) {
            expected.add(Convention.SPATIAL);
        }
        if ((raster && (root || tree.isGeoreferenced())) || states(group, "proj:")) {
            expected.add(Convention.PROJ);
        }
        return expected;
    }

    private static boolean states(StoreNode group, String prefix) {
        for (Iterator<String> names = group.attributes().fieldNames(); names.hasNext(); ) {
            if (names.next().startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private Set<Convention> declared(StoreNode group) {
        Set<Convention> declared = EnumSet.noneOf(Convention.class);
        JsonNode list = group.attribute(ATTRIBUTE);
        if (!list.isArray() && !list.isMissingNode()) {
            found.error(Rule.R11, group.path(), "zarr_conventions is no list, but %s".formatted(Members.quoted(list)));
            return declared;
        }
        for (JsonNode object : list) {
            Optional<Convention> convention = Convention.of(object.path("uuid").asText());
            if (convention.isPresent()) {
                checkObject(group, convention.get(), object);
                if (!declared.add(convention.get())) {
                    found.error(Rule.R11, group.path(), "declares %s twice".formatted(name(convention.get())));
                }
            }
        }
        return declared;
    }

    private void checkObject(StoreNode group, Convention convention, JsonNode object) {
        if (object.equals(convention.declaration(Convention.Version.V1))) {
            found.warning(
                    Rule.V3, group.path(), "declares %s by its older name and addresses".formatted(name(convention)));
            return;
        }
        Members.difference(convention.declaration(Convention.Version.V0_1), object, "")
                .ifPresent(d -> found.error(
                        Rule.V3,
                        group.path(),
                        "the declaration of %s: %s is %s, not %s"
                                .formatted(
                                        name(convention),
                                        d.name(),
                                        Members.quoted(d.second()),
                                        Members.quoted(d.first()))));
    }

    private void checkTileMatrix(StoreNode node) {
        checkTileMatrix(node, node.attributes());
        checkTileMatrix(node, node.attribute("multiscales"));
    }

    private void checkTileMatrix(StoreNode node, JsonNode members) {
        for (Iterator<String> names = members.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (name.startsWith("tile_matrix")) {
                found.error(Rule.R14, node.path(), "has %s; levels are described by multiscales".formatted(name));
            }
        }
    }
}
