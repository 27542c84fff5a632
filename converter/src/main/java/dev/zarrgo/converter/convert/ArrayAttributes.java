package dev.zarrgo.converter.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.zarrgo.converter.zarr.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What becomes of the attributes of arrays and groups.
///
/// Source: rules R3, R5, R7, R34, R64, R65.
public final class ArrayAttributes {

    private static final Set<String> REMOVED =
            Set.of("_eopf_attrs", "_ARRAY_DIMENSIONS", "_FillValue", "proj:code", "proj:wkt2", "proj:projjson");

    private static final Set<String> REMOVED_WITH_PACKING =
            Set.of("dtype", "fill_value", "valid_min", "valid_max", "scale_factor", "add_offset");

    private ArrayAttributes() {}

    /// A clean copy of the attributes of any array.
    ///
    /// @param scalars names that are no arrays in the target, and that `coordinates` may not mention any
    ///     more
    static ObjectNode cleaned(ObjectNode source, Set<String> scalars) {
        ObjectNode target = Json.object();
        for (Map.Entry<String, JsonNode> entry : source.properties()) {
            if (REMOVED.contains(entry.getKey())) {
                continue;
            }
            switch (entry.getKey()) {
                case "coordinates" -> addCoordinates(target, entry.getValue(), scalars);
                case "flag_meanings" -> target.set("flag_meanings", joined(entry.getValue()));
                default -> target.set(entry.getKey(), finite(entry.getValue()));
            }
        }
        return target;
    }

    /// Takes away what describes the packing of the source: the target says it in its own way (rule R65).
    static void removePacking(ObjectNode attributes) {
        attributes.remove(REMOVED_WITH_PACKING);
    }

    private static void addCoordinates(ObjectNode target, JsonNode names, Set<String> scalars) {
        List<String> kept = Arrays.stream(names.asText().split("\\s+"))
                .filter(name -> !name.isEmpty() && !scalars.contains(name))
                .toList();
        if (!kept.isEmpty()) {
            target.put("coordinates", String.join(" ", kept));
        }
    }

    /// One blank-separated string, as CF asks for.
    private static JsonNode joined(JsonNode meanings) {
        if (!meanings.isArray()) {
            return meanings;
        }
        var words = new ArrayList<String>();
        meanings.forEach(word -> words.add(word.asText()));
        return TextNode.valueOf(String.join(" ", words));
    }

    /// A copy in which numbers that JSON has no literal for are spelled out (rule R5).
    public static JsonNode finite(JsonNode value) {
        if (value.isObject()) {
            ObjectNode copy = Json.object();
            value.properties().forEach(entry -> copy.set(entry.getKey(), finite(entry.getValue())));
            return copy;
        }
        if (value.isArray()) {
            ArrayNode copy = Json.array();
            value.forEach(item -> copy.add(finite(item)));
            return copy;
        }
        if (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue()) && !value.isBigDecimal()) {
            double number = value.doubleValue();
            return TextNode.valueOf(Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        }
        return value;
    }
}
