package dev.zarrgo.controller.engine.local;

import dev.zarrgo.controller.job.JobIds;
import dev.zarrgo.controller.job.Lane;
import dev.zarrgo.controller.job.WorkflowName;
import dev.zarrgo.controller.workflow.Limits;
import dev.zarrgo.controller.workflow.Step;
import dev.zarrgo.controller.workflow.StepRetry;
import dev.zarrgo.controller.workflow.Workflow;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Steps that are a line of shell, and workflows of them.
public final class Programs {

    /// Runs its first argument as a line of shell.
    public static final List<String> SHELL = List.of("/bin/sh", "-c", "eval \"$1\"", "step");

    private static final JobIds IDS = new JobIds(InstantSource.system(), new SecureRandom());

    private Programs() {}

    static Step step(String name, String line) {
        return step(name, line, 0, Duration.ofSeconds(60), Step.Role.WORK);
    }

    static Step step(String name, String line, int retries, Duration deadline, Step.Role role) {
        return new Step(
                name,
                List.of(line),
                deadline,
                new Limits("1", "1Gi", "1", "1Gi"),
                new StepRetry(retries, Duration.ofMillis(10), 2),
                1,
                role);
    }

    static Workflow workflow(Step... steps) {
        return workflow(new WorkflowName(IDS.next(), 1), steps);
    }

    public static Workflow workflow(WorkflowName name, Step... steps) {
        return new Workflow(
                name,
                "test",
                Map.of("a", "b"),
                Map.of(),
                List.of(steps),
                Duration.ofSeconds(60),
                Lane.NORMAL,
                Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    }
}
