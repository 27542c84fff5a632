package dev.zarrgo.controller.engine;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// How a step of a workflow stands.
///
/// @param tries begun so far
public record StepStatus(
        String name,
        Phase phase,
        int tries,
        Optional<Instant> started,
        Optional<Instant> finished,
        OptionalInt exitCode,
        Optional<String> message) {

    /// What a step does.
    public enum Phase {
        WAITING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        /// Not needed, or not reached.
        SKIPPED
    }
}
