package dev.zarrgo.cli;

import static dev.zarrgo.testkit.TestCluster.NAMESPACE;
import static dev.zarrgo.testkit.TestCluster.await;
import static dev.zarrgo.testkit.TestCluster.kubectl;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.EnabledIfCluster;
import dev.zarrgo.testkit.EnabledIfSet;
import dev.zarrgo.testkit.TestCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Workflows that a person makes with `kubectl create`, without the service: pods of the real image, a
/// store on S3, an item in pgSTAC, a picture of the tile server.
@EnabledIfCluster
@EnabledIfSet({"ZARRGO_S3_ENDPOINT", "ZARRGO_S3_BUCKET", "ZARRGO_S3_PUBLIC_BUCKET", "ZARRGO_TITILER_URL"})
class ClusterWorkflowIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static ClusterSources sources;

    @BeforeAll
    static void prepare() {
        TestCluster.prepare();
        sources = new ClusterSources();
    }

    /// @return its name
    private static String create(Map<String, String> parameters) {
        var values = new StringBuilder();
        parameters.forEach((name, value) -> values.append("      - {name: %s, value: %s}\n"
                .formatted(name, Json.text(Json.array().add(value)).replaceAll("^\\[|\\]$", ""))));
        return TestCluster.create("""
                        apiVersion: argoproj.io/v1alpha1
                        kind: Workflow
                        metadata: {generateName: geozarr-}
                        spec:
                          workflowTemplateRef: {name: geozarr-pipeline}
                          arguments:
                            parameters:
                        %s""".formatted(values)).getFirst().replaceFirst(".*/", "");
    }

    private static String create(String source) {
        return create(new TreeMap<>(Map.of("source_url", source, "register_collection", ClusterSources.COLLECTION)));
    }

    private static JsonNode status(String workflow) {
        try {
            return Json.parse(kubectl("-n", NAMESPACE, "get", "workflow", workflow, "-o", "json")
                            .getBytes(StandardCharsets.UTF_8))
                    .path("status");
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static JsonNode ended(String workflow) {
        await(
                workflow + " to end",
                PATIENCE,
                () -> !status(workflow).path("finishedAt").asText().isEmpty());
        return status(workflow);
    }

    /// Exit codes of the pods, by step.
    private static Map<String, List<String>> exitCodes(JsonNode status) {
        var codes = new TreeMap<String, List<String>>();
        for (JsonNode node : status.path("nodes")) {
            if (node.path("type").asText().equals("Pod")) {
                codes.computeIfAbsent(node.path("templateName").asText(), _ -> new ArrayList<>())
                        .add(node.at("/outputs/exitCode").asText());
            }
        }
        return codes;
    }

    @Test
    @DisplayName("30 §3: two parameters are enough, and the item is published")
    void publishesWhatKubectlAsksFor() {
        String id = ClusterSources.newId();
        JsonNode status = ended(create(sources.item(id, sources.product())));
        assertThat(status.path("phase").asText()).as(status.toPrettyString()).isEqualTo("Succeeded");
        assertThat(exitCodes(status))
                .isEqualTo(Map.of(
                        "resolve", List.of("0"),
                        "convert", List.of("0"),
                        "validate", List.of("0"),
                        "register", List.of("0")));
        sources.assertPublished(id);
    }

    @Test
    @DisplayName("X6, P12: what cannot succeed fails at once, with its exit code, and is never registered")
    void unusableSourcesFailAtOnce() {
        String noProduct = ClusterSources.newId();
        String truncated = ClusterSources.newId();
        String elsewhere = ClusterSources.newId();
        var expected = new TreeMap<String, Map<String, List<String>>>();
        expected.put(create(sources.missing()), Map.of("resolve", List.of("66")));
        expected.put(create(sources.forbidden()), Map.of("resolve", List.of("77")));
        expected.put(
                create(sources.item(noProduct, "https://nowhere.example/picture.tif")),
                Map.of("resolve", List.of("66")));
        expected.put(
                create(sources.item(truncated, sources.truncatedProduct())),
                Map.of("resolve", List.of("0"), "convert", List.of("65")));
        expected.put( // not on the list of allowed hosts
                create(sources.item(elsewhere, "http://169.254.169.254/latest/secret.zarr")),
                Map.of("resolve", List.of("0"), "convert", List.of("64")));
        expected.forEach((workflow, codes) -> {
            JsonNode status = ended(workflow);
            assertThat(status.path("phase").asText()).isEqualTo("Failed");
            assertThat(exitCodes(status)).as(status.toPrettyString()).isEqualTo(codes);
        });
        assertThat(List.of(noProduct, truncated, elsewhere)).noneMatch(sources::isRegistered);
    }

    @Test
    @DisplayName("P20, P25: a source that is staged is copied, converted from there, and the copy removed")
    void stagedCopyIsRemoved() {
        String id = ClusterSources.newId();
        JsonNode status = ended(create(new TreeMap<>(Map.of(
                "source_url",
                sources.item(id, sources.product()),
                "register_collection",
                ClusterSources.COLLECTION,
                "stage",
                "always"))));
        assertThat(status.path("phase").asText()).as(status.toPrettyString()).isEqualTo("Succeeded");
        assertThat(exitCodes(status))
                .containsEntry("stage", List.of("0"))
                .containsEntry("clean-up", List.of("0"))
                .containsEntry("register", List.of("0"));
        assertThat(sources.stagedObjects(id)).isZero();
        sources.assertPublished(id);
    }

    @Test
    @DisplayName("X7: a parameter stays a parameter, whatever it says")
    void parametersAreNoShellText() {
        var parameters = new TreeMap<>(Map.of(
                "source_url", "--help",
                "register_collection", "$(touch /tmp/x); `id` \"'{{workflow.name}}",
                "convert_options", "{}"));
        JsonNode status = ended(create(parameters));
        assertThat(exitCodes(status)).containsOnlyKeys("resolve");
        assertThat(exitCodes(status).values())
                .allMatch(codes -> List.of("64", "66").containsAll(codes));
    }

    @Test
    @DisplayName("P14: two workflows for one item work one after the other, though neither names the item")
    void oneItemAtATime() {
        String id = ClusterSources.newId();
        String address = sources.item(id, sources.product());
        List<String> both = List.of(create(address), create(address));
        List<JsonNode> published = both.stream()
                .map(ClusterWorkflowIT::ended)
                .peek(status -> assertThat(status.path("phase").asText()).isEqualTo("Succeeded"))
                .map(ClusterWorkflowIT::convertNode)
                .sorted(Comparator.comparing(node -> node.path("startedAt").asText()))
                .toList();
        Instant firstEnd = Instant.parse(published.get(0).path("finishedAt").asText());
        Instant secondStart = Instant.parse(published.get(1).path("startedAt").asText());
        assertThat(secondStart).isAfterOrEqualTo(firstEnd);
        sources.assertPublished(id);
    }

    private static JsonNode convertNode(JsonNode status) {
        for (JsonNode node : status.path("nodes")) {
            if (node.path("displayName").asText().equals("convert")) {
                return node;
            }
        }
        throw new AssertionError("no step convert in " + status.toPrettyString());
    }
}
