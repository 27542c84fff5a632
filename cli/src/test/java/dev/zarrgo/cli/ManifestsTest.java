package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zarrgo.controller.job.Action;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobId;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.controller.workflow.ConvertPlanner;
import dev.zarrgo.controller.workflow.Step;
import dev.zarrgo.controller.workflow.TargetSettings;
import dev.zarrgo.controller.workflow.Workflow;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.Repository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// What the manifests in `k8s/` must say; `ManifestsIT` asks an API server whether they are valid at all.
class ManifestsTest {

    private static final JsonNode TEMPLATE =
            documents("k8s/base/convert/workflow-template.yaml").getFirst();
    private static final JsonNode SPEC = TEMPLATE.path("spec");

    private static List<JsonNode> documents(String file) {
        var mapper = new ObjectMapper();
        var documents = new ArrayList<JsonNode>();
        new Yaml().loadAll(Repository.text(file)).forEach(document -> documents.add(mapper.valueToTree(document)));
        return documents;
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /// The templates that are pods.
    private static List<JsonNode> steps() {
        return elements(SPEC.path("templates")).stream()
                .filter(template -> template.has("container"))
                .toList();
    }

    private static JsonNode template(String name) {
        return elements(SPEC.path("templates")).stream()
                .filter(template -> template.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("P12: every step has a deadline, requests, limits, and retries on 75, 137, 143 and lost nodes only")
    void stepsAreBounded() {
        assertThat(steps()).hasSize(6).allSatisfy(step -> {
            assertThat(step.path("activeDeadlineSeconds").asInt()).isPositive();
            assertThat(step.at("/retryStrategy/expression").asText())
                    .isEqualTo("lastRetry.status == \"Error\" || asInt(lastRetry.exitCode) in [75, 137, 143]");
            assertThat(step.at("/retryStrategy/limit").asInt()).isPositive();
            for (String bound : List.of("requests", "limits")) {
                assertThat(step.at("/container/resources/" + bound + "/cpu").asText())
                        .isNotEmpty();
                assertThat(step.at("/container/resources/" + bound + "/memory").asText())
                        .isNotEmpty();
            }
        });
        assertThat(SPEC.path("activeDeadlineSeconds").asInt()).isEqualTo(7200);
        assertThat(SPEC.at("/ttlStrategy/secondsAfterSuccess").asInt()).isEqualTo(3600);
        assertThat(SPEC.at("/ttlStrategy/secondsAfterFailure").asInt()).isEqualTo(604_800);
        assertThat(SPEC.at("/podGC/strategy").asText()).isEqualTo("OnPodSuccess");
    }

    @Test
    @DisplayName("X7: no shell; a parameter is the value of an option, or stands behind --")
    void parametersAreNoShellText() {
        assertThat(SPEC.at("/templateDefaults/container/command").toString()).isEqualTo("[\"/opt/zarrgo/bin/zarrgo\"]");
        assertThat(steps()).allSatisfy(step -> {
            assertThat(step.path("container").has("command")).isFalse();
            assertThat(step.has("script")).isFalse();
            boolean behindDashes = false;
            for (JsonNode argument : step.at("/container/args")) {
                String text = argument.asText();
                behindDashes |= text.equals("--");
                assertThat(!text.contains("{{") || behindDashes || text.matches("(?s)--[a-z0-9-]+=.*"))
                        .as(text)
                        .isTrue();
            }
        });
    }

    @Test
    @DisplayName("P13: pods are confined, and the container of a step has no token of the cluster")
    void podsAreConfined() {
        JsonNode confinement = SPEC.at("/templateDefaults/container/securityContext");
        assertThat(confinement.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(confinement.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(confinement.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
        assertThat(SPEC.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(SPEC.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(steps()).noneMatch(step -> step.path("container").has("securityContext"));
    }

    @Test
    @DisplayName("P14: the lock is on what follows the first step, and takes its name from that step's output")
    void lockHoldsForWorkflowsMadeByHand() {
        assertThat(template("publish").at("/synchronization/mutexes/0/name").asText())
                .isEqualTo("convert-{{inputs.parameters.target}}");
        assertThat(elements(template("main").at("/dag/tasks")))
                .extracting(task -> task.path("name").asText())
                .containsExactly("resolve", "publish");
    }

    @Test
    @DisplayName("30 §3: the parameters are those of the specification, and each is described for the form")
    void parametersAreDescribed() {
        List<JsonNode> parameters = elements(SPEC.at("/arguments/parameters"));
        assertThat(parameters).allSatisfy(parameter -> assertThat(
                        parameter.path("description").asText())
                .as(parameter.path("name").asText())
                .isNotEmpty());
        assertThat(parameters)
                .extracting(parameter -> parameter.path("name").asText())
                .containsExactlyInAnyOrderElementsOf(planned().parameters().keySet());
        assertThat(parameters)
                .filteredOn(parameter -> !parameter.has("value"))
                .extracting(parameter -> parameter.path("name").asText())
                .containsExactly("source_url", "register_collection");
    }

    @Test
    @DisplayName("P88: the template and the steps of the local engine say the same")
    void templateIsWhatTheLocalEngineRuns() {
        for (Step step : planned().steps()) {
            JsonNode template = template(step.name());
            String name = step.name();
            assertThat(template.path("activeDeadlineSeconds").asLong())
                    .as(name)
                    .isEqualTo(step.deadline().toSeconds());
            assertThat(template.at("/retryStrategy/limit").asInt())
                    .as(name)
                    .isEqualTo(step.retry().limit());
            assertThat(template.at("/retryStrategy/backoff/duration").asText())
                    .as(name)
                    .isEqualTo(step.retry().firstWait().toSeconds() + "s");
            assertThat(template.at("/container/resources/requests/memory").asText())
                    .as(name)
                    .isEqualTo(step.limits().memoryRequest());
            assertThat(template.at("/container/resources/limits/cpu").asText())
                    .as(name)
                    .isEqualTo(step.limits().cpuLimit());
            assertThat(template.at("/container/args/0").asText())
                    .as(name)
                    .isEqualTo(step.arguments().getFirst());
        }
    }

    private static Workflow planned() {
        var request = new JobRequest(
                "tester",
                Action.CONVERT,
                "sentinel-2-l2a",
                "S2A_ITEM",
                "https://source.example/S2A_ITEM.json",
                Json.object());
        var job = new Job(
                new JobId("01jd3q6z8k5v0c9x2m4n7p1r3t"),
                Optional.empty(),
                request,
                request.digest(),
                Optional.empty(),
                State.PENDING,
                0,
                0,
                1,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH);
        var target = new TargetSettings(
                "s3://bucket/prefix",
                "https://stac.example",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("bucket"),
                Optional.empty(),
                "",
                false);
        return new ConvertPlanner(target).plan(job);
    }

    @Test
    @DisplayName("P17: pods report results and nothing else; nobody may read secrets")
    void rightsAreFew() {
        var rights = new TreeSet<String>();
        for (JsonNode document : documents("k8s/base/service-account.yaml")) {
            for (JsonNode rule : document.path("rules")) {
                for (JsonNode resource : rule.path("resources")) {
                    for (JsonNode verb : rule.path("verbs")) {
                        rights.add(
                                document.at("/metadata/name").asText() + " " + verb.asText() + " " + resource.asText());
                    }
                }
            }
        }
        assertThat(rights)
                .containsExactlyInAnyOrder(
                        "zarrgo create workflows",
                        "zarrgo get workflows",
                        "zarrgo list workflows",
                        "zarrgo watch workflows",
                        "zarrgo delete workflows",
                        "zarrgo patch workflows",
                        "zarrgo get workflowtemplates",
                        "zarrgo list workflowtemplates",
                        "zarrgo watch workflowtemplates",
                        "zarrgo get pods/log",
                        "zarrgo create leases",
                        "zarrgo get leases",
                        "zarrgo update leases",
                        "zarrgo patch leases",
                        "zarrgo-pipeline create workflowtaskresults",
                        "zarrgo-pipeline patch workflowtaskresults");
    }

    @Test
    @DisplayName("the service: two replicas, confined, with limits and probes, one of which stays up")
    void serviceIsDeployedWithCare() {
        List<JsonNode> documents = documents("k8s/base/deployment.yaml");
        JsonNode deployment = documents.getFirst();
        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(2);
        JsonNode pod = deployment.at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.at("/resources/limits").size()).isEqualTo(2);
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container.at("/%s/httpGet/path".formatted(probe)).asText())
                    .startsWith("/health/");
        }
        assertThat(documents)
                .extracting(document -> document.path("kind").asText())
                .containsExactly("Deployment", "Service", "PodDisruptionBudget");
    }
}
