package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/// Names, and what every document has in common.
///
/// Source: rules R1, R5, R10, V1.
final class DocumentRules {

    private static final String SUFFIX = ".zarr";

    private final StoreTree tree;
    private final Findings found;

    private DocumentRules(StoreTree tree, Findings found) {
        this.tree = tree;
        this.found = found;
    }

    static void check(StoreTree tree, Findings found) {
        var rules = new DocumentRules(tree, found);
        rules.checkName();
        tree.nodes().forEach(rules::checkNode);
        tree.groups().forEach(rules::checkBetween);
    }

    private void checkName() {
        String name = tree.location().name();
        if (!name.endsWith(SUFFIX) && !tree.location().isArchive()) {
            found.error(Rule.R1, "", "the name of the store is %s; it has to end in .zarr".formatted(name));
        }
        String key = tree.location().key();
        if (key.substring(0, key.lastIndexOf('/') + 1).contains(SUFFIX + "/")) {
            found.error(Rule.V1, "", "the store lies in another one: %s".formatted(key));
        }
    }

    private void checkNode(StoreNode node) {
        ObjectNode document = node.document();
        if (node.name().endsWith(SUFFIX)) {
            found.error(Rule.V1, node.path(), "a store in the store; stores do not nest");
        }
        if (document.isEmpty()) {
            return; // reported when it was read
        }
        if (!(document.path("zarr_format").isIntegralNumber()
                && document.path("zarr_format").asInt() == 3)) {
            found.error(
                    Rule.R1,
                    node.path(),
                    "zarr_format is %s, not 3".formatted(Members.quoted(document.path("zarr_format"))));
        }
        if (!node.isGroup() && !node.isArray()) {
            found.error(
                    Rule.R1,
                    node.path(),
                    "node_type is %s, neither group nor array".formatted(Members.quoted(document.path("node_type"))));
        }
        JsonNode attributes = document.path("attributes");
        if (!attributes.isObject() && !attributes.isMissingNode()) {
            found.error(Rule.R1, node.path(), "attributes are no object, but %s".formatted(Members.quoted(attributes)));
        }
        if (holdsLiteral(document)) {
            literal(document, "").ifPresent(name -> reportLiteral(node, name));
        }
    }

    private void reportLiteral(StoreNode node, String name) {
        Rule rule = name.startsWith("attributes.") ? Rule.R5 : Rule.R1;
        found.error(rule, node.path(), "%s is a NaN or an infinity, which JSON has no literal for".formatted(name));
    }

    private static boolean holdsLiteral(JsonNode value) {
        if (value.isContainerNode()) {
            for (JsonNode item : value) {
                if (holdsLiteral(item)) {
                    return true;
                }
            }
        }
        return value.isDouble() && !Double.isFinite(value.doubleValue());
    }

    /// The name of the first number that is none in JSON.
    private static Optional<String> literal(JsonNode value, String name) {
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                String inner = name.isEmpty() ? member.getKey() : name + "." + member.getKey();
                Optional<String> literal = literal(member.getValue(), inner);
                if (literal.isPresent()) {
                    return literal;
                }
            }
        } else if (value.isArray()) {
            for (JsonNode item : value) {
                Optional<String> literal = literal(item, name);
                if (literal.isPresent()) {
                    return literal;
                }
            }
        } else if (value.isDouble() && !Double.isFinite(value.doubleValue())) {
            return Optional.of(name);
        }
        return Optional.empty();
    }

    /// Groups that hold groups only say nothing (rule R10). One with a product of its own is no such group.
    private void checkBetween(StoreNode group) {
        boolean between = !group.path().isEmpty()
                && !group.isMultiscale()
                && !tree.isLevel(group)
                && tree.child(group, "measurements").isEmpty()
                && !tree.childrenOf(group).isEmpty()
                && tree.arraysIn(group).isEmpty();
        if (between && !group.attributes().isEmpty()) {
            found.warning(
                    Rule.R10,
                    group.path(),
                    "a group between groups has attributes: %s".formatted(Members.quoted(group.attributes())));
        }
    }
}
