package dev.zarrgo.controller.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Options of the converter as a JSON object, `{"encoding": "float32", "levels": ["r10m", "r20m"]}`, and as
/// arguments of its command.
///
/// Source: the table in section 14 of the output specification, as far as an option is about the result.
public final class ConvertOptions {

    private static final Pattern LEVEL = Pattern.compile("r[0-9]{1,5}m?");

    private enum Form {
        TEXT,
        NUMBER,
        /// `--name` or `--no-name`.
        SWITCH,
        /// `--name` where it is on, nothing where it is off.
        FLAG,
        LIST
    }

    private record Declaration(Form form, Predicate<JsonNode> valid, String allowed) {}

    private static final Map<String, Declaration> OPTIONS = declarations();

    private ConvertOptions() {}

    private static Map<String, Declaration> declarations() {
        var options = new LinkedHashMap<String, Declaration>();
        options.put("encoding", choice("packed", "codec", "float32"));
        options.put("conventions", choice("v0.1", "v1"));
        options.put("product", choice("auto", "s2"));
        options.put("level", choice("L1C", "L2A"));
        options.put("spatial-chunk", number(16, 4096));
        options.put("compression-level", number(1, 9));
        options.put("sharding", new Declaration(Form.SWITCH, JsonNode::isBoolean, "true or false"));
        options.put("no-aux-pyramids", new Declaration(Form.FLAG, JsonNode::isBoolean, "true or false"));
        options.put(
                "levels",
                new Declaration(Form.LIST, ConvertOptions::areLevels, "a list of levels, for example [\"r10m\"]"));
        return options;
    }

    private static Declaration choice(String... names) {
        Set<String> allowed = Set.of(names);
        return new Declaration(
                Form.TEXT,
                value -> value.isTextual() && allowed.contains(value.textValue()),
                "one of " + String.join(", ", names));
    }

    private static Declaration number(int smallest, int greatest) {
        return new Declaration(
                Form.NUMBER,
                value -> value.isInt() && value.intValue() >= smallest && value.intValue() <= greatest,
                "a whole number from %d to %d".formatted(smallest, greatest));
    }

    private static boolean areLevels(JsonNode value) {
        if (!value.isArray() || value.isEmpty() || value.size() > 16) {
            return false;
        }
        for (JsonNode level : value) {
            if (!level.isTextual() || !LEVEL.matcher(level.textValue()).matches()) {
                return false;
            }
        }
        return true;
    }

    /// What is wrong, by the option's name; empty if nothing is (rule X4).
    public static Map<String, String> violations(ObjectNode options) {
        var wrong = new LinkedHashMap<String, String>();
        for (Map.Entry<String, JsonNode> option : options.properties()) {
            Declaration declaration = OPTIONS.get(option.getKey());
            if (declaration == null) {
                wrong.put(
                        option.getKey(),
                        "unknown option; allowed are " + String.join(", ", new TreeSet<>(OPTIONS.keySet())));
            } else if (!declaration.valid().test(option.getValue())) {
                wrong.put(option.getKey(), declaration.allowed());
            }
        }
        return wrong;
    }

    /// As arguments of `zarrgo convert`.
    ///
    /// @param options without violations
    public static List<String> arguments(JsonNode options) {
        var arguments = new ArrayList<String>();
        OPTIONS.forEach((name, declaration) -> {
            JsonNode value = options.path(name);
            if (value.isMissingNode()) {
                return;
            }
            switch (declaration.form()) {
                case TEXT, NUMBER -> arguments.addAll(List.of("--" + name, value.asText()));
                case SWITCH -> arguments.add(value.booleanValue() ? "--" + name : "--no-" + name);
                case FLAG -> {
                    if (value.booleanValue()) {
                        arguments.add("--" + name);
                    }
                }
                case LIST -> {
                    var elements = new ArrayList<String>();
                    value.forEach(element -> elements.add(element.textValue()));
                    arguments.addAll(List.of("--" + name, String.join(",", elements)));
                }
            }
        });
        return arguments;
    }
}
