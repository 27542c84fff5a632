package dev.zarrgo.controller.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// How an attempt ended.
public sealed interface Ending {

    /// How the steps went, where somebody knows.
    Optional<ObjectNode> report();

    /// Every step that counts succeeded (rule P16).
    ///
    /// @param report how the steps went, and what they reported
    record Success(Optional<ObjectNode> report) implements Ending {}

    /// A step ended with an exit code.
    ///
    /// @param exitCode as in rule X6, not 0
    /// @param code of the failure, for example `source-not-found`, where the step said so
    record Failure(int exitCode, Optional<String> code, String message, Optional<ObjectNode> report)
            implements Ending {}

    /// The platform lost it: a node, a process, the whole workflow. Nobody knows how far it came.
    ///
    /// @param code for example `workflow-missing`
    record Lost(String code, String message) implements Ending {
        @Override
        public Optional<ObjectNode> report() {
            return Optional.empty();
        }
    }
}
