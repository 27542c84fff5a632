package dev.zarrgo.controller.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.zarr.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Takes the members out of a JSON object and collects all that is wrong with them.
final class BodyReader {

    private static final int MAX_TEXT = 4096;
    private static final int SHOWN = 80;

    private final JsonNode body;
    private final List<Violation> violations = new ArrayList<>();

    BodyReader(JsonNode body, Set<String> members) {
        this.body = body;
        if (!body.isObject()) {
            refuse("", "a JSON object is needed");
            requireNone();
        }
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            if (!members.contains(member.getKey())) {
                refuse(
                        "/" + escaped(shortened(member.getKey())),
                        "unknown member; allowed are " + String.join(", ", new TreeSet<>(members)));
            }
        }
    }

    /// A text that has to be there; empty where it is refused.
    String text(String member) {
        if (!body.has(member)) {
            refuse("/" + member, "missing");
            return "";
        }
        return optionalText(member).orElse("");
    }

    /// A text that may be left out.
    Optional<String> optionalText(String member) {
        JsonNode value = body.path(member);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            refuse("/" + member, "a string is needed");
            return Optional.empty();
        }
        String text = value.textValue();
        if (text.isBlank()) {
            refuse("/" + member, "empty");
            return Optional.empty();
        }
        if (text.length() > MAX_TEXT) {
            refuse("/" + member, "longer than %d characters".formatted(MAX_TEXT));
            return Optional.empty();
        }
        if (hasControl(text)) {
            refuse("/" + member, "control characters are not allowed");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /// An object that may be left out.
    ObjectNode object(String member) {
        JsonNode value = body.path(member);
        if (value instanceof ObjectNode object) {
            return object;
        }
        if (!value.isMissingNode()) {
            refuse("/" + member, "an object is needed");
        }
        return Json.object();
    }

    void refuse(String pointer, String detail) {
        violations.add(new Violation(pointer, detail));
    }

    /// @throws RefusedSubmissionException if something was refused so far
    void requireNone() {
        if (!violations.isEmpty()) {
            throw new RefusedSubmissionException(violations);
        }
    }

    static String shortened(String text) {
        String visible = text.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= SHOWN ? visible : visible.substring(0, SHOWN) + "…";
    }

    static String said(ZarrgoException failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.advice() == null ? message : message + "; " + failure.advice();
    }

    /// A member's name inside a JSON pointer.
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
