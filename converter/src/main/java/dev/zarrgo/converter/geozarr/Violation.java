package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;

/// One rule that is broken in one place.
///
/// @param rule the id in the specification, for example `R20`
/// @param path of the node, with a leading `/`; `/` is the root
/// @param message what is there and what should be, with the numbers
public record Violation(String rule, Severity severity, String path, String message) {

    /// `{rule, severity, path, message}`
    public ObjectNode json() {
        return Json.object()
                .put("rule", rule)
                .put("severity", severity.id())
                .put("path", path)
                .put("message", message);
    }
}
