package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.zarr.Hierarchy;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The reference system that a group names.
///
/// Source: rules R16, R21, R22.
final class CrsRules {

    /// The ways to name one.
    static final List<String> KEYS = List.of("proj:code", "proj:wkt2", "proj:projjson");

    private static final Pattern CODE = Pattern.compile("[A-Z]+:[0-9]+");
    private static final Pattern AUTHORITY = Pattern.compile("ID\\[\"([A-Z]+)\",\"?([0-9]+)\"?]]$");

    private final StoreTree tree;
    private final Findings found;

    private CrsRules(StoreTree tree, Findings found) {
        this.tree = tree;
        this.found = found;
    }

    static void check(StoreTree tree, Findings found) {
        var rules = new CrsRules(tree, found);
        tree.groups().forEach(rules::checkGroup);
    }

    private void checkGroup(StoreNode group) {
        List<String> stated = KEYS.stream().filter(group.attributes()::has).toList();
        if (stated.size() > 1) {
            found.error(
                    Rule.R21, group.path(), "names its reference system in %s".formatted(String.join(" and ", stated)));
        }
        if (stated.isEmpty()) {
            checkAbsence(group);
        }
        checkCode(group);
        checkParent(group);
    }

    private void checkAbsence(StoreNode group) {
        if (!tree.isGeoreferenced() || group.path().isEmpty()) {
            return; // that of the root is RootRules' affair
        }
        if (group.isMultiscale()) {
            found.error(Rule.R16, group.path(), "names no reference system: proj:code is missing");
        } else if (tree.rasterGroup(group.path()).isPresent()) {
            found.error(Rule.R22, group.path(), "names no reference system: proj:code is missing");
        }
    }

    private void checkCode(StoreNode group) {
        JsonNode code = group.attribute("proj:code");
        if (!code.isMissingNode() && !CODE.matcher(code.asText()).matches()) {
            found.error(
                    Rule.R21, group.path(), "proj:code is %s, not like \"EPSG:32632\"".formatted(Members.quoted(code)));
        }
        Matcher authority =
                AUTHORITY.matcher(group.attribute("proj:wkt2").asText().strip());
        if (code.isMissingNode() && authority.find()) {
            found.error(
                    Rule.R21,
                    group.path(),
                    "proj:wkt2 describes %s:%s, which proj:code can name"
                            .formatted(authority.group(1), authority.group(2)));
        }
    }

    private void checkParent(StoreNode group) {
        Optional<StoreNode> parent = tree.node(Hierarchy.parent(group.path()));
        if (!tree.isLevel(group) || parent.isEmpty()) {
            return;
        }
        JsonNode above = parent.get().attribute("proj:code");
        JsonNode own = group.attribute("proj:code");
        if (above.isTextual() && own.isTextual() && !above.equals(own)) {
            found.error(
                    Rule.R21,
                    group.path(),
                    "is in %s, and its group of levels in %s".formatted(own.asText(), above.asText()));
        }
    }
}
