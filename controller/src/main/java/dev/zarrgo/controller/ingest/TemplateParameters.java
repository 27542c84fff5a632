package dev.zarrgo.controller.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.workflow.ConvertOptions;
import dev.zarrgo.converter.zarr.Json;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The parameters that a request may set of the template `zarrgo-convert`. Where something is, which image
/// runs and who may read it are settings of the service.
///
/// Source: section 3 of the pipeline specification.
final class TemplateParameters {

    static final String CONVERT_OPTIONS = "convert_options";

    private static final Map<String, Set<String>> CHOICES =
            Map.of("stage", Set.of("auto", "always", "never"), "register_mode", Set.of("upsert", "create-only"));

    private TemplateParameters() {}

    /// The parameters that are right; what is wrong is refused.
    static ObjectNode checked(BodyReader reader, String member, ObjectNode given) {
        ObjectNode checked = Json.object();
        for (Map.Entry<String, JsonNode> parameter : given.properties()) {
            String name = parameter.getKey();
            JsonNode value = parameter.getValue();
            String pointer = "/" + member + "/" + BodyReader.escaped(BodyReader.shortened(name));
            if (name.equals(CONVERT_OPTIONS)) {
                String place = member.equals("options") ? "/options" : pointer;
                options(reader, place, value, checked);
            } else if (!CHOICES.containsKey(name)) {
                var names = new TreeSet<>(CHOICES.keySet());
                names.add(CONVERT_OPTIONS);
                reader.refuse(pointer, "unknown parameter; allowed are " + String.join(", ", names));
            } else if (!value.isTextual()
                    || !CHOICES.getOrDefault(name, Set.of()).contains(value.textValue())) {
                reader.refuse(
                        pointer, "one of " + String.join(", ", new TreeSet<>(CHOICES.getOrDefault(name, Set.of()))));
            } else {
                checked.put(name, value.textValue());
            }
        }
        return checked;
    }

    private static void options(BodyReader reader, String pointer, JsonNode value, ObjectNode checked) {
        if (!(value instanceof ObjectNode object)) {
            reader.refuse(pointer, "an object is needed");
            return;
        }
        Map<String, String> wrong = ConvertOptions.violations(object);
        wrong.forEach((name, detail) ->
                reader.refuse(pointer + "/" + BodyReader.escaped(BodyReader.shortened(name)), detail));
        if (wrong.isEmpty()) {
            checked.set(CONVERT_OPTIONS, object);
        }
    }
}
