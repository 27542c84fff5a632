package dev.zarrgo.controller.engine.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.engine.Observation;
import dev.zarrgo.controller.engine.StepProgress;
import dev.zarrgo.controller.engine.StepReports;
import dev.zarrgo.controller.engine.StepStatus;
import dev.zarrgo.controller.engine.StepStatus.Phase;
import dev.zarrgo.controller.engine.argo.ArgoWorkflow.Node;
import dev.zarrgo.controller.engine.argo.ArgoWorkflow.Status;
import dev.zarrgo.controller.job.Ending;
import dev.zarrgo.controller.workflow.ConvertStep;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a Workflow says of its steps and its end.
///
/// The verdict is that of the steps: what the exit handler does afterwards changes nothing (rule P16).
final class WorkflowReading {

    /// The output parameter with what a step reports about itself, a JSON object.
    private static final String REPORT = "report";

    private static final Set<String> FINAL = Set.of("Succeeded", "Failed", "Error");
    private static final Pattern TRY = Pattern.compile("(.*)\\((\\d+)\\)");
    private static final Pattern DEADLINE = Pattern.compile("(?i).*(deadline|max duration limit).*");
    private static final Pattern STOPPED =
            Pattern.compile("(?i).*(shutdown with strategy|stopped with strategy|terminated).*");
    private static final String EXIT_HANDLER = ".onExit";

    private final ArgoWorkflow workflow;
    private final Map<String, Node> nodes;
    private final Set<String> ofExitHandler;

    private WorkflowReading(ArgoWorkflow workflow) {
        this.workflow = workflow;
        Status status = workflow.getStatus();
        this.nodes = status == null || status.nodes() == null ? Map.of() : status.nodes();
        this.ofExitHandler = exitHandler(nodes.values());
    }

    static Observation observation(ArgoWorkflow workflow) {
        var reading = new WorkflowReading(workflow);
        List<StepStatus> steps = reading.steps();
        return new Observation(workflow.getMetadata().getName(), reading.percent(steps), steps, reading.ending(steps));
    }

    /// When it ended; empty while it runs.
    static Optional<Instant> finished(ArgoWorkflow workflow) {
        Status status = workflow.getStatus();
        return status == null || status.phase() == null || !FINAL.contains(status.phase())
                ? Optional.empty()
                : time(status.finishedAt());
    }

    static boolean hasSucceeded(ArgoWorkflow workflow) {
        return observation(workflow)
                .ending()
                .filter(Ending.Success.class::isInstance)
                .isPresent();
    }

    /// The pod of the last try of a step; empty if it has none yet.
    static Optional<String> pod(ArgoWorkflow workflow, String step) {
        return new WorkflowReading(workflow)
                .tries(step).stream().reduce((_, last) -> last).map(node -> podName(workflow, node));
    }

    /// As Argo makes it: workflow, template, and the number of the node.
    private static String podName(ArgoWorkflow workflow, Node node) {
        String name = workflow.getMetadata().getName();
        String number = node.id().substring(node.id().lastIndexOf('-') + 1);
        return "%s-%s-%s".formatted(name, node.templateName(), number);
    }

    // --- steps

    private List<StepStatus> steps() {
        var names = new ArrayList<>(ConvertStep.ids());
        nodes.values().stream()
                .filter(node -> isStep(node) && !ofExitHandler.contains(node.id()))
                .sorted(Comparator.comparing(WorkflowReading::order))
                .map(Node::displayName)
                .filter(name -> !names.contains(name))
                .forEach(names::add);
        return names.stream().map(this::step).toList();
    }

    private static String order(Node node) {
        return node.startedAt() == null ? "~" : node.startedAt();
    }

    /// Not the single tries of a task, and not what groups tasks.
    private static boolean isStep(Node node) {
        return switch (node.type()) {
            case "Retry", "Skipped" -> true;
            case "Pod" -> !TRY.matcher(node.displayName()).matches();
            default -> false;
        };
    }

    private StepStatus step(String name) {
        Optional<Node> found = nodes.values().stream()
                .filter(node -> isStep(node) && node.displayName().equals(name) && !ofExitHandler.contains(node.id()))
                .findFirst();
        if (found.isEmpty()) {
            boolean over = finished(workflow).isPresent();
            return new StepStatus(
                    name,
                    over ? Phase.SKIPPED : Phase.WAITING,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    Optional.empty());
        }
        Node node = found.get();
        List<Node> tries = tries(name);
        Node last = tries.isEmpty() ? node : tries.getLast();
        // A task whose workflow was stopped stays "Running" for ever.
        Phase phase = phase(finished(workflow).isPresent() ? last.phase() : node.phase());
        return new StepStatus(
                name,
                phase,
                phase == Phase.SKIPPED ? 0 : Math.max(1, tries.size()),
                time(node.startedAt()),
                time(node.finishedAt()),
                exitCode(last),
                phase == Phase.FAILED || phase == Phase.RUNNING ? message(last) : Optional.empty());
    }

    /// The pods of a step, the first try first.
    private List<Node> tries(String step) {
        return nodes.values().stream()
                .filter(node -> node.type().equals("Pod") && !ofExitHandler.contains(node.id()))
                .filter(node -> number(node, step) >= 0)
                .sorted(Comparator.comparingInt(node -> number(node, step)))
                .toList();
    }

    /// @return -1 if the node is no try of that step
    private static int number(Node node, String step) {
        if (node.displayName().equals(step)) {
            return 0;
        }
        Matcher matcher = TRY.matcher(node.displayName());
        return matcher.matches() && matcher.group(1).equals(step) ? Integer.parseInt(matcher.group(2)) : -1;
    }

    private static Phase phase(@Nullable String phase) {
        return switch (phase == null ? "" : phase) {
            case "Running" -> Phase.RUNNING;
            case "Succeeded" -> Phase.SUCCEEDED;
            case "Failed", "Error" -> Phase.FAILED;
            case "Skipped", "Omitted" -> Phase.SKIPPED;
            default -> Phase.WAITING;
        };
    }

    private static OptionalInt exitCode(Node node) {
        String code = node.outputs() == null ? null : node.outputs().exitCode();
        return code != null && code.matches("\\d{1,3}") ? OptionalInt.of(Integer.parseInt(code)) : OptionalInt.empty();
    }

    private static Optional<String> message(Node node) {
        return Optional.ofNullable(node.message())
                .filter(text -> !text.isBlank())
                .map(text -> StepMessage.of(text).message());
    }

    private static Set<String> exitHandler(Collection<Node> nodes) {
        var found = new HashSet<String>();
        for (int before = -1; before < found.size(); ) {
            before = found.size();
            for (Node node : nodes) {
                if (node.displayName().endsWith(EXIT_HANDLER)
                        || (node.boundaryID() != null && found.contains(node.boundaryID()))) {
                    found.add(node.id());
                }
            }
        }
        return found;
    }

    /// What a step reported about itself in its last try, if anything.
    private Optional<JsonNode> report(String step) {
        return tries(step).stream()
                .reduce((_, last) -> last)
                .map(Node::outputs)
                .map(ArgoWorkflow.Outputs::parameters)
                .flatMap(parameters -> parameters.stream()
                        .filter(parameter -> parameter.name().equals(REPORT) && parameter.value() != null)
                        .findFirst())
                .flatMap(parameter -> object(String.valueOf(parameter.value())));
    }

    private static Optional<JsonNode> object(String text) {
        try {
            return Optional.of(Json.parse(text.getBytes(StandardCharsets.UTF_8)))
                    .filter(document -> document.isObject() && !document.isEmpty());
        } catch (IOException _) {
            return Optional.empty(); // of a template that means something else by that name
        }
    }

    private ObjectNode report(List<StepStatus> steps) {
        var reports = new HashMap<String, JsonNode>();
        for (StepStatus step : steps) {
            report(step.name()).ifPresent(report -> reports.put(step.name(), report));
        }
        return StepReports.document(steps, reports);
    }

    private int percent(List<StepStatus> steps) {
        return StepProgress.percent(steps, ConvertStep::weight, this::fraction);
    }

    private double fraction(String step) {
        return tries(step).stream()
                .reduce((_, last) -> last)
                .map(Node::progress)
                .map(StepProgress::fraction)
                .orElse(0.0);
    }

    // --- end

    private Optional<Ending> ending(List<StepStatus> steps) {
        if (finished(workflow).isEmpty()) {
            return Optional.empty();
        }
        ObjectNode report = report(steps);
        Optional<StepStatus> failed =
                steps.stream().filter(step -> step.phase() == Phase.FAILED).findFirst();
        if (failed.isPresent()) {
            return Optional.of(failure(failed.get(), report));
        }
        boolean complete =
                steps.stream().allMatch(step -> step.phase() == Phase.SUCCEEDED || step.phase() == Phase.SKIPPED);
        boolean worked = steps.stream().anyMatch(step -> step.phase() == Phase.SUCCEEDED);
        boolean registered = steps.stream()
                .filter(step -> step.name().equals("register"))
                .allMatch(step -> step.phase() == Phase.SUCCEEDED);
        Status status = workflow.getStatus();
        if (complete && worked && (registered || "Succeeded".equals(status.phase()))) {
            return Optional.of(new Ending.Success(Optional.of(report)));
        }
        return Optional.of(notRun(Optional.ofNullable(status.message()).orElse("Argo gives no reason"), report));
    }

    private Ending failure(StepStatus step, ObjectNode report) {
        String message = step.name() + ": " + step.message().orElse("failed without a message");
        Optional<String> said = tries(step.name()).stream()
                .reduce((_, last) -> last)
                .map(Node::message)
                .filter(StepMessage::isOfProgram);
        boolean ofProgram = said.isPresent();
        if (!ofProgram && STOPPED.matcher(message).matches()) {
            return stopped(message, report);
        }
        if (!ofProgram && DEADLINE.matcher(message).matches()) {
            return overdue(message, report);
        }
        if (step.exitCode().orElse(0) > 0) {
            Optional<String> code = said.flatMap(text -> StepMessage.of(text).code());
            return new Ending.Failure(step.exitCode().getAsInt(), code, message, Optional.of(report));
        }
        return new Ending.Lost("pod-lost", message);
    }

    /// Ended without a step that failed: Argo refused the workflow, or somebody stopped it between steps.
    private static Ending notRun(String message, ObjectNode report) {
        if (STOPPED.matcher(message).matches()) {
            return stopped(message, report);
        }
        if (DEADLINE.matcher(message).matches()) {
            return overdue(message, report);
        }
        return new Ending.Failure(
                FailureCode.BAD_SETTINGS.exitCode(), Optional.of("workflow-refused"), message, Optional.of(report));
    }

    private static Ending overdue(String message, ObjectNode report) {
        return new Ending.Failure(
                FailureCode.SERVICE_UNAVAILABLE.exitCode(),
                Optional.of("deadline-exceeded"),
                message,
                Optional.of(report));
    }

    /// A person did that, so a person decides what comes next.
    private static Ending stopped(String message, ObjectNode report) {
        return new Ending.Failure(
                FailureCode.SERVICE_REFUSED.exitCode(), Optional.of("workflow-stopped"), message, Optional.of(report));
    }

    private static Optional<Instant> time(@Nullable String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
