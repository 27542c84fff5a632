package dev.zarrgo.registrar.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Compares an item with what a catalogue gives back: catalogues write times and numbers in other ways, and
/// put links of their own in the place of the hierarchy's.
///
/// Source: rule P55.
public final class SameItem {

    private static final Set<String> HIERARCHY = Set.of("self", "collection", "parent", "root");

    private SameItem() {}

    public static boolean test(Item a, Item b) {
        return difference(a, b).isEmpty();
    }

    /// The JSON pointer of the first difference in meaning; empty if there is none.
    public static Optional<String> difference(Item a, Item b) {
        return difference(comparable(a), comparable(b), "");
    }

    private static ObjectNode comparable(Item item) {
        ObjectNode copy = item.document().deepCopy();
        var links = new ArrayList<JsonNode>();
        for (JsonNode link : copy.path("links")) {
            if (!HIERARCHY.contains(link.path("rel").asText())) {
                links.add(link);
            }
        }
        copy.putArray("links").addAll(links);
        return copy;
    }

    private static Optional<String> difference(JsonNode a, JsonNode b, String pointer) {
        if (a.isObject() && b.isObject()) {
            var names = new TreeSet<String>();
            a.fieldNames().forEachRemaining(names::add);
            b.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                Optional<String> inside = difference(a.path(name), b.path(name), pointer + "/" + name);
                if (inside.isPresent()) {
                    return inside;
                }
            }
            return Optional.empty();
        }
        if (a.isArray() && b.isArray()) {
            if (a.size() != b.size()) {
                return Optional.of(pointer);
            }
            for (int i = 0; i < a.size(); i++) {
                Optional<String> inside = difference(a.get(i), b.get(i), pointer + "/" + i);
                if (inside.isPresent()) {
                    return inside;
                }
            }
            return Optional.empty();
        }
        return sameValue(a, b) ? Optional.empty() : Optional.of(pointer);
    }

    private static boolean sameValue(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return Double.compare(a.asDouble(), b.asDouble()) == 0;
        }
        boolean bothEmpty = List.of(a, b).stream().allMatch(value -> value.isNull() || value.isMissingNode());
        if (bothEmpty) {
            return true;
        }
        if (a.isTextual() && b.isTextual()) {
            return a.asText().equals(b.asText())
                    || (Times.parse(a.asText()).isPresent()
                            && Times.parse(a.asText()).equals(Times.parse(b.asText())));
        }
        return Objects.equals(a, b);
    }
}
