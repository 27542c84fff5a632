package dev.zarrgo.controller.workflow;

import java.time.Duration;
import java.util.List;

/// One command of the program.
///
/// An argument may hold `{step.file}`: the content of a file that an earlier step left in its output
/// folder, for example `{resolve.product}`. `{outputs}` is the step's own output folder. Nothing else is
/// replaced, and nothing passes through a shell (rule X7).
///
/// @param name for example `convert`
/// @param arguments of the program, the sub-command first
/// @param deadline of one try
/// @param weight share of the whole work, for the percentage
/// @param role whether its end decides
public record Step(
        String name, List<String> arguments, Duration deadline, Limits limits, StepRetry retry, int weight, Role role) {

    /// What the end of a step means for the workflow.
    public enum Role {
        /// Its failure ends the workflow.
        WORK,
        /// It runs at the end, whatever happened, and changes nothing about the verdict (rule P16).
        CLEAN_UP
    }

    public Step {
        arguments = List.copyOf(arguments);
        if (!name.matches("[a-z][a-z0-9-]{0,40}")) {
            throw new IllegalArgumentException("not the name of a step: " + name);
        }
    }
}
