package dev.zarrgo.controller.engine;

import java.util.Map;

/// A workflow that somebody made without the controller, from one of its templates.
///
/// @param identity what tells it from another of the same name: the uid
/// @param parameters as given, by name
public record ForeignWorkflow(String name, String identity, Map<String, String> parameters) {

    public ForeignWorkflow {
        parameters = Map.copyOf(parameters);
    }
}
