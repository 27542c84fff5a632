package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.geo.Affine;
import dev.zarrgo.converter.geo.Grid;
import dev.zarrgo.converter.zarr.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads members of documents that may hold anything.
final class Members {

    private static final int QUOTED_LENGTH = 96;

    private Members() {}

    /// A list of exactly `count` finite numbers.
    static Optional<List<Double>> numbers(JsonNode value, int count) {
        var numbers = new ArrayList<Double>();
        if (!value.isArray() || value.size() != count) {
            return Optional.empty();
        }
        for (JsonNode item : value) {
            if (!item.isNumber() || !Double.isFinite(item.doubleValue())) {
                return Optional.empty();
            }
            numbers.add(item.doubleValue());
        }
        return Optional.of(numbers);
    }

    /// The texts in a list; none if it is no list of texts.
    static List<String> texts(JsonNode value) {
        var texts = new ArrayList<String>();
        for (JsonNode item : value) {
            if (!value.isArray() || !item.isTextual()) {
                return List.of();
            }
            texts.add(item.asText());
        }
        return texts;
    }

    /// The grid of a transform `[a, b, c, d, e, f]` and a shape `[height, width]`.
    static Optional<Grid> grid(JsonNode transform, JsonNode shape) {
        Optional<List<Double>> t = numbers(transform, 6);
        Optional<List<Double>> s = numbers(shape, 2);
        if (t.isEmpty()
                || s.isEmpty()
                || !shape.path(0).canConvertToInt()
                || !shape.path(1).canConvertToInt()) {
            return Optional.empty();
        }
        List<Double> c = t.get();
        try {
            var affine = new Affine(c.get(0), c.get(1), c.get(2), c.get(3), c.get(4), c.get(5));
            return Optional.of(
                    new Grid(affine, shape.get(0).intValue(), shape.get(1).intValue()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Whether a value is this number, but for the last digits.
    static boolean isNumber(JsonNode value, double expected) {
        return value.isNumber() && Math.abs(value.doubleValue() - expected) <= 1e-12 * Math.max(1, Math.abs(expected));
    }

    /// JSON, cut where it becomes long; `missing` for what is not there.
    static String quoted(JsonNode value) {
        if (value.isMissingNode()) {
            return "missing";
        }
        String text = Json.text(value);
        return text.length() <= QUOTED_LENGTH ? text : text.substring(0, QUOTED_LENGTH - 1) + "…";
    }

    /// `[699960, 0.5]`: whole numbers without a fraction.
    static String text(List<Double> numbers) {
        return numbers.stream().map(Members::text).toList().toString();
    }

    static String text(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1L << 53;
        return whole ? Long.toString((long) number) : Double.toString(number);
    }

    /// The first member in which two documents differ, for a person; empty if they say the same.
    ///
    /// @param name what the differing value is called, for example `attributes.units`
    static Optional<Difference> difference(JsonNode first, JsonNode second, String name) {
        if (first.equals(second) || isSameNumber(first, second)) {
            return Optional.empty();
        }
        if (first instanceof ObjectNode one && second instanceof ObjectNode other) {
            return differenceOfObjects(one, other, name);
        }
        if (first.isArray() && second.isArray() && first.size() == second.size()) {
            for (int i = 0; i < first.size(); i++) {
                Optional<Difference> found = difference(first.get(i), second.get(i), "%s[%d]".formatted(name, i));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        return Optional.of(new Difference(name, first, second));
    }

    private static Optional<Difference> differenceOfObjects(ObjectNode first, ObjectNode second, String name) {
        String prefix = name.isEmpty() ? "" : name + ".";
        for (Map.Entry<String, JsonNode> member : first.properties()) {
            Optional<Difference> found =
                    difference(member.getValue(), second.path(member.getKey()), prefix + member.getKey());
            if (found.isPresent()) {
                return found;
            }
        }
        for (Iterator<String> names = second.fieldNames(); names.hasNext(); ) {
            String only = names.next();
            if (!first.has(only)) {
                return Optional.of(new Difference(prefix + only, first.path(only), second.path(only)));
            }
        }
        return Optional.empty();
    }

    private static boolean isSameNumber(JsonNode first, JsonNode second) {
        return first.isNumber() && second.isNumber() && first.doubleValue() == second.doubleValue();
    }

    /// A member in which two documents differ.
    record Difference(String name, JsonNode first, JsonNode second) {}
}
