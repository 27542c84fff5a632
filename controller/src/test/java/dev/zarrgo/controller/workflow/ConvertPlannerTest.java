package dev.zarrgo.controller.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.Action;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.controller.job.Jobs;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.GoldenJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a job becomes, as the document that engines take.
class ConvertPlannerTest {

    private static final TargetSettings BUCKET = new TargetSettings(
            "s3://bucket/tests-output/",
            "https://stac.test",
            Optional.of("https://raster.test"),
            Optional.of("https://gateway.test"),
            Optional.of("https://explorer.test"),
            Optional.of("https://s3.test"),
            Optional.of("staging"),
            Optional.of("/opt/zarrgo/expires.txt"),
            "0.1.0",
            false);

    private static JobRequest request(String collection, String item, ObjectNode parameters) {
        return new JobRequest(
                "tester",
                Action.CONVERT_S2,
                collection,
                item,
                "https://source.test/items/" + item,
                parameters,
                Action.CONVERT_S2.lane(),
                0,
                0,
                false,
                Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    }

    private static Workflow plan(TargetSettings target, JobRequest request) {
        return new ConvertPlanner(target).plan(Jobs.inHand(request, 0, 0));
    }

    @Test
    @DisplayName("section 3 of the pipeline: parameters and steps of a conversion")
    void aConversionInABucket() {
        ObjectNode parameters = Json.object().put("stage", "always").put("register_mode", "create-only");
        parameters
                .putObject("convert_options")
                .put("encoding", "codec")
                .put("sharding", false)
                .put("no-aux-pyramids", true)
                .set("levels", Json.texts(List.of("r10m", "r20m")));
        Workflow workflow = plan(BUCKET, request("sentinel-2-l2a", "S2A_X", parameters));
        GoldenJson.assertMatches(
                ConvertPlannerTest.class, "workflow-bucket.json", Json.text(WorkflowJson.document(workflow)));
    }

    @Test
    @DisplayName("P88: the same on one machine, without staging")
    void aConversionInFolders() {
        Workflow workflow = plan(
                TargetSettings.local("/data/stores", "/data/catalog"),
                request("sentinel-2-l2a", "S2A_X", Json.object()));
        GoldenJson.assertMatches(
                ConvertPlannerTest.class, "workflow-folder.json", Json.text(WorkflowJson.document(workflow)));
    }

    @Test
    void theDocumentReadsBackAsItWas() {
        Workflow workflow = plan(BUCKET, request("c", "i", Json.object()));
        assertThat(WorkflowJson.read(WorkflowJson.document(workflow))).isEqualTo(workflow);
    }

    @Test
    @DisplayName("X7: nothing in a request becomes an option or a reference")
    void nothingInARequestBecomesAnOption() {
        Workflow workflow = plan(BUCKET, request("--x {stage.y}", "{outputs}", Json.object()));
        for (Step step : workflow.steps()) {
            for (String argument : step.arguments()) {
                String seen = Placeholders.resolve(argument, _ -> "");
                assertThat(seen).isNotEqualTo("--x {stage.y}");
            }
        }
        List<String> resolve = workflow.steps().getFirst().arguments();
        assertThat(Placeholders.resolve(resolve.get(2), _ -> "wrong")).isEqualTo("--item-id={outputs}");
    }

    @Test
    void optionsAreArgumentsInAFixedOrder() {
        ObjectNode options = Json.object().put("spatial-chunk", 256).put("encoding", "float32");
        assertThat(ConvertOptions.arguments(options))
                .containsExactly("--encoding", "float32", "--spatial-chunk", "256");
        assertThat(ConvertOptions.violations(options)).isEmpty();
        assertThat(ConvertOptions.violations(options.put("spatial-chunk", "256"))
                        .keySet())
                .isEqualTo(Set.of("spatial-chunk"));
    }
}
