package dev.zarrgo.webhook.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import io.micronaut.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// One JSON object of a request, read strictly: a member that is missing, of another type or not known is a
/// fault. Faults of an object and of those in it are collected, so that a client learns of all at once.
///
/// Source: rules P5, P7, X4.
final class Members {

    private static final int MAX_TEXT = 8192;

    private final ObjectNode object;
    private final String pointer;
    private final List<Fault> faults;
    private final Set<String> known = new LinkedHashSet<>();

    private Members(ObjectNode object, String pointer, List<Fault> faults) {
        this.object = object;
        this.pointer = pointer;
        this.faults = faults;
    }

    /// @throws RequestException if the body is no JSON object
    static Members of(HttpRequest<byte[]> request) {
        return of(JsonBody.parse(request), "");
    }

    /// @throws RequestException if it is no object
    static Members of(JsonNode node, String pointer) {
        if (node instanceof ObjectNode object) {
            return new Members(object, pointer, new ArrayList<>());
        }
        throw RequestException.of(new Fault(pointer, "a JSON object is needed"));
    }

    /// A member of free content.
    ObjectNode tree(String name) {
        return optional(name, JsonNode::isObject, "an object", ObjectNode.class::cast)
                .orElseGet(Json::object);
    }

    /// A text that is not empty.
    String text(String name) {
        Optional<String> text = optionalText(name);
        if (text.isEmpty() && !object.has(name)) {
            fault(name, "is missing");
        }
        return text.orElse("");
    }

    /// A text that is not empty, if the member is there.
    Optional<String> optionalText(String name) {
        Optional<String> text = optional(name, JsonNode::isTextual, "a text", JsonNode::textValue);
        if (text.filter(String::isBlank).isPresent()) {
            fault(name, "is empty");
            return Optional.empty();
        }
        if (text.filter(value -> value.length() > MAX_TEXT).isPresent()) {
            fault(name, "is longer than %d letters".formatted(MAX_TEXT));
            return Optional.empty();
        }
        if (text.filter(value -> value.chars().anyMatch(Character::isISOControl))
                .isPresent()) {
            fault(name, "holds control characters");
            return Optional.empty();
        }
        return text;
    }

    boolean flag(String name) {
        return optional(name, JsonNode::isBoolean, "true or false", JsonNode::booleanValue)
                .orElse(false);
    }

    Optional<Integer> number(String name, int min, int max) {
        return optional(
                name,
                node -> node.isIntegralNumber()
                        && node.canConvertToInt()
                        && node.intValue() >= min
                        && node.intValue() <= max,
                "a whole number from %d to %d".formatted(min, max),
                JsonNode::intValue);
    }

    /// The elements of a member that is an array of 1 to `max` of them.
    List<JsonNode> elements(String name, int max) {
        known.add(name);
        JsonNode array = object.path(name);
        if (!array.isArray() || array.isEmpty() || array.size() > max) {
            fault(name, array.isMissingNode() ? "is missing" : "is no array of 1 to %d elements".formatted(max));
            return List.of();
        }
        var elements = new ArrayList<JsonNode>();
        array.forEach(elements::add);
        return elements;
    }

    /// The texts in a member that is an array, if it is there.
    List<String> texts(String name, int max) {
        known.add(name);
        JsonNode array = object.path(name);
        var texts = new ArrayList<String>();
        array.forEach(element -> texts.add(element.isTextual() ? element.textValue() : ""));
        boolean valid = array.isMissingNode() || (array.isArray() && array.size() <= max && !texts.contains(""));
        if (!valid) {
            fault(name, "is no array of at most %d texts".formatted(max));
            return List.of();
        }
        return texts;
    }

    /// The numbers in a member that is an array, if it is there.
    List<Double> numbers(String name, int max) {
        known.add(name);
        JsonNode array = object.path(name);
        var numbers = new ArrayList<Double>();
        boolean valid = array.isMissingNode() || (array.isArray() && array.size() <= max);
        for (JsonNode element : array) {
            valid &= element.isNumber();
            numbers.add(element.asDouble());
        }
        if (!valid) {
            fault(name, "is no array of at most %d numbers".formatted(max));
            return List.of();
        }
        return numbers;
    }

    private <T> Optional<T> optional(
            String name, Predicate<JsonNode> type, String described, Function<JsonNode, T> value) {
        known.add(name);
        JsonNode node = object.get(name);
        if (node == null) {
            return Optional.empty();
        }
        if (!type.test(node)) {
            fault(name, "is not " + described);
            return Optional.empty();
        }
        return Optional.of(value.apply(node));
    }

    boolean has(String name) {
        return object.has(name);
    }

    /// Notes a fault of a member.
    void fault(String name, String detail) {
        faults.add(new Fault(at(name), "%s %s".formatted(name, detail)));
    }

    private String at(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /// Ends the reading: what was not asked for is not known.
    ///
    /// @throws RequestException if there is a fault
    void end() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                String shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
                faults.add(new Fault(
                        at(shown), "'%s' is not known here; there are %s".formatted(shown, String.join(", ", known))));
            }
        });
        if (!faults.isEmpty()) {
            throw RequestException.of(faults);
        }
    }
}
