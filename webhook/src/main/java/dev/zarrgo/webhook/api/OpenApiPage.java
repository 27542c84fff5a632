package dev.zarrgo.webhook.api;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// An OpenAPI document as a page that needs nothing else: no scripts, no other files.
final class OpenApiPage {

    private static final List<String> METHODS = List.of("get", "post", "put", "delete");

    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>%1$s</title>
            <style>
            :root { color-scheme: light dark; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            h2 { margin-top: 2.5rem; text-transform: capitalize; }
            details { border: 1px solid #8884; border-radius: 4px; margin: .4rem 0; padding: .3rem .7rem; }
            summary { cursor: pointer; }
            code, .method { font-family: ui-monospace, monospace; }
            .method { display: inline-block; width: 4.5rem; font-weight: 600; }
            table { border-collapse: collapse; margin: .5rem 0; }
            th, td { text-align: left; vertical-align: top; padding: .15rem .9rem .15rem 0; }
            </style></head><body>
            <h1>%1$s</h1><p>%2$s</p><p><a href="openapi.yml">openapi.yml</a></p>
            """;

    private final Map<?, ?> document;
    private final StringBuilder page = new StringBuilder();

    private OpenApiPage(Map<?, ?> document) {
        this.document = document;
    }

    static String of(byte[] yaml) {
        Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(new ByteArrayInputStream(yaml));
        return new OpenApiPage((Map<?, ?>) document).page();
    }

    private String page() {
        Map<?, ?> info = map(document, "info");
        page.append(HEAD.formatted(text(info, "title"), text(info, "description")));
        for (Object tag : list(document, "tags")) {
            String name = text(resolved(tag), "name");
            page.append("<h2>%s</h2><p>%s</p>%n".formatted(name, text(resolved(tag), "description")));
            map(document, "paths").forEach((path, operations) -> operations(name, String.valueOf(path), operations));
        }
        return page.append("</body></html>\n").toString();
    }

    private void operations(String tag, String path, Object operations) {
        for (String method : METHODS) {
            Map<?, ?> operation = map(resolved(operations), method);
            if (list(operation, "tags").contains(tag)) {
                page.append("<details><summary><span class=\"method\">%s</span><code>%s</code> %s</summary>%n"
                        .formatted(method.toUpperCase(Locale.ROOT), escaped(path), text(operation, "summary")));
                parameters(list(resolved(operations), "parameters"), list(operation, "parameters"));
                body(operation);
                responses(map(operation, "responses"));
                page.append("</details>\n");
            }
        }
    }

    private void parameters(List<?> common, List<?> own) {
        if (common.isEmpty() && own.isEmpty()) {
            return;
        }
        page.append("<table><tr><th>Parameter<th>In<th>What");
        for (List<?> parameters : List.of(common, own)) {
            for (Object entry : parameters) {
                Map<?, ?> parameter = resolved(entry);
                page.append("<tr><td><code>%s</code><td>%s<td>%s %s"
                        .formatted(
                                text(parameter, "name"),
                                text(parameter, "in"),
                                text(parameter, "description"),
                                schema(map(parameter, "schema"))));
            }
        }
        page.append("</table>\n");
    }

    private void body(Map<?, ?> operation) {
        Map<?, ?> schema = map(map(map(map(operation, "requestBody"), "content"), "application/json"), "schema");
        if (schema.isEmpty()) {
            return;
        }
        page.append("<table><tr><th>Body<th>What");
        map(resolved(schema), "properties")
                .forEach((name, member) -> page.append("<tr><td><code>%s</code>%s<td>%s %s"
                        .formatted(
                                escaped(String.valueOf(name)),
                                list(resolved(schema), "required").contains(name) ? " *" : "",
                                text(resolved(member), "description"),
                                schema(resolved(member)))));
        page.append("</table>\n");
    }

    private void responses(Map<?, ?> responses) {
        page.append("<table><tr><th>Answer<th>What");
        responses.forEach((status, response) -> page.append("<tr><td>%s<td>%s"
                .formatted(escaped(String.valueOf(status)), text(resolved(response), "description"))));
        page.append("</table>\n");
    }

    /// In a few words: the type, or what may be chosen from.
    private String schema(Map<?, ?> schema) {
        Map<?, ?> known = resolved(schema);
        List<?> choices = list(known, "enum");
        if (!choices.isEmpty()) {
            return escaped("one of " + choices);
        }
        return "array".equals(known.get("type"))
                ? "list: " + schema(map(known, "items"))
                : "<i>%s</i>".formatted(text(known, "type"));
    }

    /// The object itself, or the one that it refers to within the document.
    private Map<?, ?> resolved(@Nullable Object node) {
        if (!(node instanceof Map<?, ?> object)) {
            return Map.of();
        }
        if (!(object.get("$ref") instanceof String reference)) {
            return object;
        }
        Map<?, ?> place = document;
        for (String step : reference.substring("#/".length()).split("/", -1)) {
            place = map(place, step);
        }
        return place;
    }

    private static Map<?, ?> map(Map<?, ?> object, String name) {
        return object.get(name) instanceof Map<?, ?> inner ? inner : Map.of();
    }

    private static List<?> list(Map<?, ?> object, String name) {
        return object.get(name) instanceof List<?> inner ? inner : List.of();
    }

    private static String text(Map<?, ?> object, String name) {
        Object value = object.get(name);
        return value == null ? "" : escaped(String.valueOf(value));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
