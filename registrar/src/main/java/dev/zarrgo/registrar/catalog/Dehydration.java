package dev.zarrgo.registrar.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Item;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes out of an item what pgSTAC keeps once per collection, as its functions `content_slim` and
/// `strip_jsonb` do: the server needs a millisecond for it, and it is most of what a bulk load costs.
///
/// Source: pgSTAC 0.10; `PgStacIT` compares the two.
///
/// @param id of the base item, if the collection has a numbered one
/// @param base what the items of the collection have in common
record Dehydration(Optional<Integer> id, JsonNode base) {

    private static final List<String> COLUMNS = List.of("id", "geometry", "collection", "type");
    private static final String TAG = "pgstac:base_item";

    /// Stands for a member that the base item has and the item has not.
    private static final TextNode ABSENT = TextNode.valueOf("𒍟※");

    /// The column `content` of an item.
    ObjectNode content(Item item) {
        ObjectNode content = stripObject(item.document(), base);
        content.remove(COLUMNS);
        content.remove(TAG);
        id.ifPresent(number -> content.put(TAG, number));
        return content;
    }

    /// What is left of a value; null where nothing is.
    private static @Nullable JsonNode strip(@Nullable JsonNode a, @Nullable JsonNode b) {
        if (a == null || a.isNull()) {
            return b == null || b.isNull() ? a : ABSENT;
        }
        if (b == null) {
            return a;
        }
        if (a.equals(b)) {
            return a.isObject() ? Json.object() : null;
        }
        if (a.isObject() && b.isObject()) {
            return stripObject(a, b);
        }
        if (a.isArray() && b.isArray() && a.size() == b.size()) {
            ArrayNode elements = Json.array();
            for (int i = 0; i < a.size(); i++) {
                JsonNode element = strip(a.get(i), b.get(i));
                elements.add(element == null ? NullNode.getInstance() : element);
            }
            return elements;
        }
        return a;
    }

    private static ObjectNode stripObject(JsonNode a, JsonNode b) {
        ObjectNode members = Json.object();
        for (Map.Entry<String, JsonNode> member : a.properties()) {
            JsonNode stripped = strip(member.getValue(), b.get(member.getKey()));
            if (stripped != null && !stripped.isNull()) {
                members.set(member.getKey(), withoutNulls(stripped));
            }
        }
        for (Map.Entry<String, JsonNode> member : b.properties()) {
            if (!a.has(member.getKey()) && !member.getValue().isNull()) {
                members.set(member.getKey(), ABSENT);
            }
        }
        return members;
    }

    /// Without members that are null, at any depth; elements of lists stay. The value itself if it has
    /// none.
    private static JsonNode withoutNulls(JsonNode value) {
        if (!hasNulls(value)) {
            return value;
        }
        if (value instanceof ArrayNode list) {
            ArrayNode copy = Json.array();
            list.forEach(element -> copy.add(withoutNulls(element)));
            return copy;
        }
        ObjectNode copy = Json.object();
        value.properties().forEach(member -> {
            if (!member.getValue().isNull()) {
                copy.set(member.getKey(), withoutNulls(member.getValue()));
            }
        });
        return copy;
    }

    private static boolean hasNulls(JsonNode value) {
        for (JsonNode child : value) {
            if ((value.isObject() && child.isNull()) || hasNulls(child)) {
                return true;
            }
        }
        return false;
    }
}
