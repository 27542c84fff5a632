package dev.zarrgo.controller.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/// One change of a job's state, as it was recorded. Events are only ever added.
///
/// Source: rule A11.
///
/// @param sequence greater than that of every event that was visible before, with gaps
/// @param from empty for the first event of a job
/// @param actor a person, a token, or `controller`
public record JobEvent(
        long sequence,
        JobId job,
        Instant at,
        Optional<State> from,
        State to,
        String actor,
        String reason,
        Optional<ObjectNode> detail) {}
