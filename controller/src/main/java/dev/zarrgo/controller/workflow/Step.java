package dev.zarrgo.controller.workflow;

import java.time.Duration;
import java.util.List;

/// One command of the program.
///
/// An argument may be `{step.file}`: the content of a file that an earlier step left in its output folder,
/// for example `{stage.convert_source_url}`. `{outputs}` is the step's own output folder. Nothing else is
/// replaced, and nothing passes through a shell (rule X7).
///
/// @param name for example `convert`
/// @param arguments of the program, the sub-command first
/// @param deadline of one try
/// @param decides whether its failure fails the workflow; clean-up does not (rule P16)
public record Step(
        String name, List<String> arguments, Duration deadline, Limits limits, StepRetry retry, boolean decides) {

    public Step {
        arguments = List.copyOf(arguments);
        if (!name.matches("[a-z][a-z0-9-]{0,40}")) {
            throw new IllegalArgumentException("not the name of a step: " + name);
        }
    }
}
