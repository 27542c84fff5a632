package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The copies of metadata that groups carry for their subtrees.
///
/// Source: rule R8.
final class ConsolidationRules {

    private static final String MEMBER = "consolidated_metadata";

    private static final Comparator<String> ORDER = Comparator.comparingLong(
                    (String key) -> key.chars().filter(c -> c == '/').count())
            .thenComparing(key -> key.toLowerCase(Locale.ROOT));

    private final StoreTree tree;
    private final Findings found;

    private ConsolidationRules(StoreTree tree, Findings found) {
        this.tree = tree;
        this.found = found;
    }

    static void check(StoreTree tree, Findings found) {
        var rules = new ConsolidationRules(tree, found);
        Set<StoreNode> required = rules.required();
        for (StoreNode group : tree.groups()) {
            JsonNode copy = group.document().path(MEMBER);
            if (required.contains(group) || !copy.path("metadata").isEmpty()) {
                rules.checkGroup(group, copy);
            }
        }
    }

    /// The root, the groups with levels, and the products in a store of several.
    private Set<StoreNode> required() {
        List<StoreNode> products = tree.childrenOf(tree.root()).stream()
                .filter(group -> tree.child(group, "measurements").isPresent())
                .toList();
        var required = new TreeSet<>(Comparator.comparing(StoreNode::path));
        required.add(tree.root());
        required.addAll(tree.multiscaleGroups());
        required.addAll(products);
        return required;
    }

    private void checkGroup(StoreNode group, JsonNode consolidated) {
        if (!(consolidated.path("metadata") instanceof ObjectNode metadata)) {
            found.error(Rule.R8, group.path(), "carries no copy of the metadata below it");
            return;
        }
        if (!isInline(consolidated)) {
            found.error(
                    Rule.R8,
                    group.path(),
                    "consolidated_metadata has kind %s and must_understand %s, not \"inline\" and false"
                            .formatted(
                                    Members.quoted(consolidated.path("kind")),
                                    Members.quoted(consolidated.path("must_understand"))));
        }
        NavigableMap<String, StoreNode> actual = relative(group);
        checkKeys(group, metadata, actual);
        for (Map.Entry<String, JsonNode> entry : metadata.properties()) {
            StoreNode node = actual.get(entry.getKey());
            if (node != null) {
                checkCopy(group, node, entry.getValue());
            }
        }
    }

    private static boolean isInline(JsonNode consolidated) {
        JsonNode understand = consolidated.path("must_understand");
        return consolidated.path("kind").asText().equals("inline")
                && understand.isBoolean()
                && !understand.booleanValue();
    }

    private NavigableMap<String, StoreNode> relative(StoreNode group) {
        int prefix = group.path().isEmpty() ? 0 : group.path().length() + 1;
        var relative = new TreeMap<String, StoreNode>();
        tree.below(group).forEach((path, node) -> relative.put(path.substring(prefix), node));
        return relative;
    }

    private void checkKeys(StoreNode group, ObjectNode metadata, NavigableMap<String, StoreNode> actual) {
        var keys = new ArrayList<String>();
        metadata.fieldNames().forEachRemaining(keys::add);
        var missing = new ArrayList<>(actual.keySet());
        missing.removeAll(Set.copyOf(keys));
        if (!missing.isEmpty()) {
            found.error(Rule.R8, group.path(), "the copy lacks %s".formatted(counted(missing)));
        }
        var extra = new ArrayList<>(keys);
        extra.removeAll(actual.keySet());
        if (!extra.isEmpty()) {
            found.error(Rule.R8, group.path(), "the copy names %s without a zarr.json".formatted(counted(extra)));
        }
        for (int i = 1; i < keys.size(); i++) {
            if (ORDER.compare(keys.get(i - 1), keys.get(i)) > 0) {
                found.error(
                        Rule.R8,
                        group.path(),
                        "the copy is not in order: %s comes before %s".formatted(keys.get(i - 1), keys.get(i)));
                return;
            }
        }
    }

    private static String counted(Collection<String> paths) {
        String first = paths.iterator().next();
        return paths.size() == 1 ? first : "%d nodes, the first is %s".formatted(paths.size(), first);
    }

    private void checkCopy(StoreNode group, StoreNode node, JsonNode copy) {
        if (!(copy instanceof ObjectNode object)) {
            found.error(Rule.R8, node.path(), "its copy in %s is no object".formatted(name(group)));
            return;
        }
        Optional<Members.Difference> difference = difference(node.document(), object);
        difference.ifPresent(d -> found.error(
                Rule.R8,
                node.path(),
                "%s is %s, and %s in the copy in %s"
                        .formatted(d.name(), Members.quoted(d.first()), Members.quoted(d.second()), name(group))));
        if (node.isGroup()) {
            JsonNode nested = object.path(MEMBER);
            boolean empty = isInline(nested)
                    && nested.path("metadata").isObject()
                    && nested.path("metadata").isEmpty();
            if (!empty) {
                found.error(
                        Rule.R8,
                        node.path(),
                        "consolidated_metadata in the copy in %s is %s, not the empty form"
                                .formatted(name(group), Members.quoted(nested)));
            }
        }
    }

    /// Compares all but the copies within the documents.
    private static Optional<Members.Difference> difference(ObjectNode document, ObjectNode copy) {
        if (!document.has(MEMBER) && !copy.has(MEMBER)) {
            return Members.difference(document, copy, "");
        }
        var own = document.objectNode();
        own.setAll(document);
        own.remove(MEMBER);
        var other = copy.objectNode();
        other.setAll(copy);
        other.remove(MEMBER);
        return Members.difference(own, other, "");
    }

    private static String name(StoreNode group) {
        return "/" + group.path();
    }
}
