package dev.zarrgo.controller.engine.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.engine.Observation;
import dev.zarrgo.controller.engine.StepStatus;
import dev.zarrgo.controller.engine.StepStatus.Phase;
import dev.zarrgo.controller.job.Ending;
import dev.zarrgo.converter.zarr.Json;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Argo 4.0.2 said of Workflows, recorded from a cluster, and what that means.
class WorkflowReadingTest {

    @Test
    @DisplayName("P16: all steps succeeded, the optional one was left out")
    void registeredIsSuccess() {
        Observation observation = observed("registered");
        assertThat(observation.ending()).containsInstanceOf(Ending.Success.class);
        assertThat(observation.percent()).isEqualTo(100);
        assertThat(observation.steps())
                .extracting(StepStatus::name, StepStatus::phase, StepStatus::tries)
                .containsExactly(
                        tuple("resolve", Phase.SUCCEEDED, 1),
                        tuple("stage", Phase.SKIPPED, 0),
                        tuple("convert", Phase.SUCCEEDED, 1),
                        tuple("validate", Phase.SUCCEEDED, 1),
                        tuple("register", Phase.SUCCEEDED, 1));
        StepStatus convert = observation.steps().get(2);
        assertThat(convert.started().orElseThrow()).isBefore(convert.finished().orElseThrow());
        assertThat(convert.exitCode()).hasValue(0);
    }

    @Test
    @DisplayName("A22, P80: the exit code decides, and the step's own words say why")
    void failureHasCodeAndReason() {
        Ending.Failure failure = failure("source-missing");
        assertThat(failure.exitCode()).isEqualTo(66);
        assertThat(failure.message())
                .startsWith("convert: http://10.88.0.1:28403/")
                .contains("holds no Zarr metadata")
                .endsWith("; try: check the location")
                .doesNotContain("argo=true", "exit code");
        assertThat(observed("source-missing").steps())
                .extracting(StepStatus::phase)
                .containsExactly(Phase.SUCCEEDED, Phase.SKIPPED, Phase.FAILED, Phase.SKIPPED, Phase.SKIPPED);
    }

    @Test
    void codeThatTheStepPrintedIsKept() {
        ArgoWorkflow workflow = read(
                "source-missing",
                text -> text.replace(
                        "\\n       try: check the location",
                        "\\n       code: source-not-found\\n       try: check the location"));
        var failure =
                (Ending.Failure) WorkflowReading.observation(workflow).ending().orElseThrow();
        assertThat(failure.code()).contains("source-not-found");
        assertThat(failure.message()).endsWith("; try: check the location").doesNotContain("code:");
        assertThat(failure("source-missing").code()).isEmpty();
    }

    @Test
    @DisplayName("P16: what succeeded before a refused registration is no success")
    void refusedRegistrationIsFailure() {
        assertThat(failure("register-refused").exitCode()).isEqualTo(65);
    }

    @Test
    @DisplayName("P16: a failed exit handler changes nothing")
    void exitHandlerDoesNotDecide() {
        ArgoWorkflow workflow = read("exit-handler-failed");
        assertThat(workflow.getStatus().phase()).isEqualTo("Failed");
        // The recorded one has a step of its own instead of "register".
        assertThat(WorkflowReading.observation(workflow).steps())
                .extracting(StepStatus::name)
                .doesNotContain("exit-handler-failed.onExit", "bad");
        ArgoWorkflow registered = read(
                "registered",
                text -> text.replaceFirst(
                        "\"phase\": \"Succeeded\",\\s+\"startedAt\"",
                        "\"phase\": \"Failed\", \"message\": \"exit handler\", \"startedAt\""));
        assertThat(registered.getStatus().phase()).isEqualTo("Failed");
        assertThat(WorkflowReading.observation(registered).ending()).containsInstanceOf(Ending.Success.class);
    }

    @ParameterizedTest
    @CsvSource({
        "stopped,           69, workflow-stopped",
        "step-overdue,      75, deadline-exceeded",
        "no-template,       78, workflow-refused",
        "out-of-memory,    137, ",
        "pod-deleted-twice,143, "
    })
    @DisplayName("X6, A19: what Argo does to steps has an exit code as well")
    void endsByArgo(String name, int exitCode, String code) {
        Ending.Failure failure = failure(name);
        assertThat(failure.exitCode()).isEqualTo(exitCode);
        assertThat(failure.code()).isEqualTo(Optional.ofNullable(code));
        assertThat(failure.message()).doesNotContain("argo=true").isNotBlank();
    }

    @Test
    void podThatVanishedWithoutExitCodeIsLost() {
        ArgoWorkflow workflow =
                read("pod-deleted-twice", text -> text.replaceAll("\"exitCode\": \"143\"", "\"exitCode\": \"\"")
                        .replaceAll("\"message\": \"main: Error [^\\n]*", "\"message\": \"pod deleted\","));
        assertThat(WorkflowReading.observation(workflow).ending()).containsInstanceOf(Ending.Lost.class);
    }

    @Test
    @DisplayName("P81: what a step left in its output parameter is in the attempt's report")
    void stepsReportThroughOutputParameters() {
        ArgoWorkflow workflow = changed("registered", status -> {
            report(status, "convert(0)", "{\"wall_seconds\": 2.5}");
            report(status, "validate(0)", "{}");
            report(status, "register(0)", "no JSON");
        });
        var success =
                (Ending.Success) WorkflowReading.observation(workflow).ending().orElseThrow();
        JsonNode steps = success.report().orElseThrow().path("steps");
        assertThat(steps).hasSize(5);
        assertThat(steps.get(2).at("/report/wall_seconds").asDouble()).isEqualTo(2.5);
        assertThat(steps.get(2).path("phase").asText()).isEqualTo("succeeded");
        assertThat(steps.get(3).has("report")).isFalse();
        assertThat(steps.get(4).has("report")).isFalse();
        assertThat(failure("source-missing")
                        .report()
                        .orElseThrow()
                        .at("/steps/2/phase")
                        .asText())
                .isEqualTo("failed");
    }

    @Test
    @DisplayName("A running step counts as far as it says it is")
    void progressIsThatOfTheSteps() {
        ArgoWorkflow workflow = changed("registered", status -> {
            status.put("phase", "Running").remove("finishedAt");
            node(status, "convert").put("phase", "Running");
            node(status, "convert(0)").put("phase", "Running").put("progress", "50/100");
            node(status, "validate").put("phase", "Pending");
            node(status, "register").put("phase", "Pending");
        });
        assertThat(WorkflowReading.observation(workflow).percent())
                .as("resolve and half of convert, 1 + 45 of 100, as the stage is left out")
                .isEqualTo(46);
    }

    private static ArgoWorkflow changed(String name, Consumer<ObjectNode> change) {
        return read(name, text -> {
            try {
                JsonNode document = Json.parse(text.getBytes(StandardCharsets.UTF_8));
                change.accept((ObjectNode) document.path("status"));
                return Json.text(document);
            } catch (IOException broken) {
                throw new AssertionError(broken);
            }
        });
    }

    private static ObjectNode node(ObjectNode status, String displayName) {
        for (JsonNode node : status.path("nodes")) {
            if (node.path("displayName").asText().equals(displayName)) {
                return (ObjectNode) node;
            }
        }
        throw new AssertionError(displayName);
    }

    private static void report(ObjectNode status, String displayName, String text) {
        ObjectNode outputs = (ObjectNode) node(status, displayName).path("outputs");
        outputs.putArray("parameters").addObject().put("name", "report").put("value", text);
    }

    @Test
    void workflowThatArgoHasNotSeenWaits() {
        ArgoWorkflow workflow = read("registered");
        workflow.setStatus(null);
        Observation observation = WorkflowReading.observation(workflow);
        assertThat(observation.ending()).isEmpty();
        assertThat(observation.percent()).isZero();
        assertThat(observation.steps()).extracting(StepStatus::phase).containsOnly(Phase.WAITING);
    }

    @Test
    @DisplayName("P18: logs are found by the name that Argo gives to pods")
    void podsAreNamedByArgo() {
        assertThat(WorkflowReading.pod(read("registered"), "register")).contains("geozarr-crgpp-register-3689835559");
        assertThat(WorkflowReading.pod(read("registered"), "stage")).isEmpty();
    }

    @Test
    void endHasATime() {
        assertThat(WorkflowReading.finished(read("registered")))
                .isPresent()
                .get()
                .isInstanceOf(Instant.class);
    }

    private static Ending.Failure failure(String name) {
        return (Ending.Failure) observed(name).ending().orElseThrow();
    }

    private static Observation observed(String name) {
        return WorkflowReading.observation(read(name));
    }

    private static ArgoWorkflow read(String name) {
        return read(name, text -> text);
    }

    private static ArgoWorkflow read(String name, UnaryOperator<String> change) {
        try (InputStream in = WorkflowReadingTest.class.getResourceAsStream(name + ".json")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Serialization.unmarshal(change.apply(text), ArgoWorkflow.class);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }
}
