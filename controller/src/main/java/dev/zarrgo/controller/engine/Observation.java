package dev.zarrgo.controller.engine;

import dev.zarrgo.controller.job.Ending;
import java.util.List;
import java.util.Optional;

/// How a workflow stands.
///
/// @param percent of the work, 0 to 100
/// @param steps in order, those not begun among them
/// @param ending how it ended; empty while it waits or runs
public record Observation(String workflow, int percent, List<StepStatus> steps, Optional<Ending> ending) {

    public Observation {
        steps = List.copyOf(steps);
    }
}
