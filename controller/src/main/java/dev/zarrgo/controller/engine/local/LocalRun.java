package dev.zarrgo.controller.engine.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.engine.FailureWords;
import dev.zarrgo.controller.engine.Observation;
import dev.zarrgo.controller.engine.StepProgress;
import dev.zarrgo.controller.engine.StepReports;
import dev.zarrgo.controller.engine.StepStatus;
import dev.zarrgo.controller.engine.StepStatus.Phase;
import dev.zarrgo.controller.job.Ending;
import dev.zarrgo.controller.workflow.Placeholders;
import dev.zarrgo.controller.workflow.Step;
import dev.zarrgo.controller.workflow.Workflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/// One workflow on its way through its steps. What a service that was killed had done already is taken as
/// done.
final class LocalRun {

    /// Exit codes after which a step is tried again (rule P12).
    private static final Set<Integer> AGAIN = Set.of(75, 137, 143);
    /// What the end of a process without an exit code counts as: it was killed.
    private static final int KILLED = 137;
    private static final int TERMINATED = 143;

    private final RunFolder folder;
    private final LocalSettings settings;
    private final Workflow workflow;
    private final Map<String, StepStatus> steps = new LinkedHashMap<>();
    private Optional<Ending> ending;
    private int percent;
    private Optional<StepProcess> running = Optional.empty();

    LocalRun(RunFolder folder, LocalSettings settings) {
        this.folder = folder;
        this.settings = settings;
        this.workflow = folder.workflow();
        this.ending = folder.ending();
        for (Step step : workflow.steps()) {
            steps.put(step.name(), waiting(step));
        }
    }

    private static StepStatus waiting(Step step) {
        return new StepStatus(
                step.name(),
                Phase.WAITING,
                0,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty());
    }

    /// How the tries at a step came out.
    private record StepEnd(int exitCode, Optional<String> code, String message) {

        static StepEnd unsaid(int exitCode, String message) {
            return new StepEnd(exitCode, Optional.empty(), message);
        }
    }

    /// Runs what is left of the steps, and returns at the end of the last.
    void run() throws InterruptedException {
        Instant deadline = Instant.now().plus(workflow.deadline());
        Optional<StepEnd> failure = Optional.empty();
        for (Step step : workflow.steps()) {
            boolean skipped = step.role() == Step.Role.WORK && (failure.isPresent() || folder.isToEnd());
            if (skipped) {
                set(step, Phase.SKIPPED, 0, OptionalInt.empty(), Optional.empty());
                continue;
            }
            StepEnd end = runStep(step, deadline);
            if (end.exitCode() != 0 && step.role() == Step.Role.WORK) {
                failure = Optional.of(new StepEnd(end.exitCode(), end.code(), step.name() + ": " + end.message()));
            }
        }
        conclude(verdict(failure));
    }

    private Ending verdict(Optional<StepEnd> failure) {
        if (folder.isToEnd()) {
            return new Ending.Lost("ended", "ended before its time");
        }
        Optional<ObjectNode> report = Optional.of(report());
        return failure.<Ending>map(end -> new Ending.Failure(end.exitCode(), end.code(), end.message(), report))
                .orElseGet(() -> new Ending.Success(report));
    }

    private synchronized ObjectNode report() {
        var reports = new HashMap<String, JsonNode>();
        steps.keySet().forEach(step -> folder.report(step).ifPresent(report -> reports.put(step, report)));
        return StepReports.document(List.copyOf(steps.values()), reports);
    }

    /// Writes down how it ended.
    void conclude(Ending end) {
        folder.end(end);
        synchronized (this) {
            ending = Optional.of(end);
        }
    }

    private StepEnd runStep(Step step, Instant deadline) throws InterruptedException {
        for (int number = 1; ; number++) {
            StepEnd end = tryStep(step, number, deadline);
            boolean again = AGAIN.contains(end.exitCode())
                    && number <= step.retry().limit()
                    && !folder.isToEnd()
                    && Instant.now().isBefore(deadline);
            if (!again) {
                return end;
            }
            Thread.sleep(step.retry().before(number));
        }
    }

    private StepEnd tryStep(Step step, int number, Instant deadline) throws InterruptedException {
        var process = new StepProcess(folder.step(step.name()), number);
        set(step, Phase.RUNNING, number, OptionalInt.empty(), Optional.empty());
        setRunning(Optional.of(process));
        try {
            if (!process.isClaimed()) {
                Optional<List<String>> command = command(step);
                if (command.isEmpty()) {
                    return finish(step, number, StepEnd.unsaid(70, "an earlier step did not leave what it needs"));
                }
                prepare(step);
                process.start(command.get(), environment(step), folder.log(step.name()));
            }
            return finish(step, number, await(step, process, deadline));
        } finally {
            setRunning(Optional.empty());
        }
    }

    private void prepare(Step step) {
        try {
            Files.createDirectories(folder.outputs(step.name()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private StepEnd await(Step step, StepProcess process, Instant deadline) throws InterruptedException {
        Duration left = Duration.between(Instant.now(), deadline);
        Duration patience = left.compareTo(step.deadline()) < 0 ? left : step.deadline();
        if (folder.isToEnd() && step.role() == Step.Role.WORK) {
            process.end(settings.grace());
        }
        try {
            OptionalInt exitCode = process.await(patience);
            if (exitCode.isEmpty()) {
                return new StepEnd(KILLED, Optional.of("process-lost"), "the process was lost");
            }
            int code = exitCode.getAsInt();
            if (code == 0) {
                return StepEnd.unsaid(code, "");
            }
            FailureWords said = FailureText.of(folder.log(step.name()));
            return said.message().isEmpty()
                    ? StepEnd.unsaid(code, "ended with exit code " + code)
                    : new StepEnd(code, said.code(), said.message());
        } catch (TimeoutException _) {
            process.end(settings.grace());
            return new StepEnd(
                    TERMINATED,
                    Optional.of("deadline-exceeded"),
                    "did not end within %d s".formatted(patience.toSeconds()));
        }
    }

    private StepEnd finish(Step step, int number, StepEnd end) {
        Phase phase = end.exitCode() == 0 ? Phase.SUCCEEDED : Phase.FAILED;
        Optional<String> message = end.exitCode() == 0 ? Optional.empty() : Optional.of(end.message());
        set(step, phase, number, OptionalInt.of(end.exitCode()), message);
        return end;
    }

    /// The command of a step; empty if it refers to a file that no earlier step has left.
    private Optional<List<String>> command(Step step) {
        var values = new HashMap<String, String>();
        values.put("outputs", folder.outputs(step.name()).toString());
        var command = new ArrayList<>(settings.program());
        try {
            for (String argument : step.arguments()) {
                command.add(Placeholders.resolve(argument, name -> values.computeIfAbsent(name, this::output)));
            }
        } catch (UncheckedIOException _) {
            return Optional.empty();
        }
        return Optional.of(command);
    }

    private String output(String reference) {
        int dot = reference.indexOf('.');
        Path file = folder.outputs(reference.substring(0, Math.max(dot, 0))).resolve(reference.substring(dot + 1));
        try {
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Map<String, String> environment(Step step) {
        var environment = new HashMap<>(settings.environment());
        workflow.traceparent().ifPresent(trace -> environment.put("TRACEPARENT", trace));
        environment.put("ARGO_PROGRESS_FILE", folder.progress(step.name()).toString());
        environment.put("NO_COLOR", "1");
        return environment;
    }

    /// Ends the workflow; at once where a step runs.
    void end() throws InterruptedException {
        folder.askToEnd();
        Optional<StepProcess> process;
        synchronized (this) {
            process = running;
        }
        if (process.isPresent()) {
            process.get().end(settings.grace());
        }
    }

    private synchronized void setRunning(Optional<StepProcess> process) {
        running = process;
    }

    private synchronized void set(Step step, Phase phase, int tries, OptionalInt exitCode, Optional<String> message) {
        Optional<Instant> now = Optional.of(Instant.now());
        StepStatus before = steps.getOrDefault(step.name(), waiting(step));
        boolean over = phase != Phase.RUNNING;
        steps.put(
                step.name(),
                new StepStatus(
                        step.name(),
                        phase,
                        tries,
                        before.started().or(() -> phase == Phase.SKIPPED ? Optional.empty() : now),
                        over ? now : Optional.empty(),
                        exitCode,
                        message));
    }

    synchronized boolean isOver() {
        return ending.isPresent();
    }

    synchronized boolean isRunning(String step) {
        StepStatus status = steps.get(step);
        return ending.isEmpty()
                && status != null
                && (status.phase() == Phase.RUNNING || status.phase() == Phase.WAITING);
    }

    synchronized Observation observation() {
        return new Observation(folder.name(), percent(), List.copyOf(steps.values()), ending);
    }

    /// Never less than it was: a file that is just being written says nothing.
    private int percent() {
        percent = Math.max(percent, measured());
        return percent;
    }

    private int measured() {
        if (ending.isPresent()) {
            return ending.get() instanceof Ending.Success ? 100 : 0;
        }
        var weights = new HashMap<String, Integer>();
        workflow.steps().forEach(step -> weights.put(step.name(), step.weight()));
        return Math.min(
                99,
                StepProgress.percent(
                        List.copyOf(steps.values()), name -> weights.getOrDefault(name, 0), this::reported));
    }

    /// What the step says about itself: `63/100`.
    private double reported(String step) {
        try {
            return StepProgress.fraction(Files.readString(folder.progress(step), StandardCharsets.US_ASCII));
        } catch (NoSuchFileException _) {
            return 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
