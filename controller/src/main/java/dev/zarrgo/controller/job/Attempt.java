package dev.zarrgo.controller.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// One try at a job.
///
/// @param number 1 for the first
/// @param engine `local` or `argo`
/// @param workflow what it is called there
/// @param claimed when the controller took the job for it
/// @param started when the engine was seen to have it
/// @param exitCode of the step that decided
/// @param report how the steps went, and what they reported
public record Attempt(
        JobId job,
        int number,
        String engine,
        String workflow,
        Instant claimed,
        Optional<Instant> started,
        Optional<Instant> finished,
        OptionalInt exitCode,
        Optional<String> code,
        Optional<String> message,
        Optional<ObjectNode> report) {}
