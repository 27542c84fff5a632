package dev.zarrgo.controller.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.Lane;
import dev.zarrgo.controller.job.WorkflowName;
import dev.zarrgo.converter.zarr.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A workflow as a JSON document: what engines keep, and what `GET /jobs/{id}/input` shows.
public final class WorkflowJson {

    private WorkflowJson() {}

    public static ObjectNode document(Workflow workflow) {
        ObjectNode document = Json.object();
        document.put("name", workflow.name().text());
        document.put("template", workflow.template());
        document.put("lane", workflow.lane().id());
        document.put("deadlineSeconds", workflow.deadline().toSeconds());
        workflow.traceparent().ifPresent(trace -> document.put("traceparent", trace));
        document.set("parameters", texts(workflow.parameters()));
        document.set("labels", texts(workflow.labels()));
        ArrayNode steps = document.putArray("steps");
        workflow.steps().forEach(step -> steps.add(document(step)));
        return document;
    }

    private static ObjectNode texts(Map<String, String> values) {
        ObjectNode object = Json.object();
        new TreeMap<>(values).forEach(object::put);
        return object;
    }

    private static ObjectNode document(Step step) {
        ObjectNode document = Json.object();
        document.put("name", step.name());
        document.set("arguments", Json.texts(step.arguments()));
        document.put("deadlineSeconds", step.deadline().toSeconds());
        document.put("weight", step.weight());
        document.put("role", step.role() == Step.Role.WORK ? "work" : "clean-up");
        ObjectNode retry = document.putObject("retry");
        retry.put("limit", step.retry().limit());
        retry.put("firstWaitMillis", step.retry().firstWait().toMillis());
        retry.put("factor", step.retry().factor());
        Limits limits = step.limits();
        ObjectNode resources = document.putObject("resources");
        resources.putObject("requests").put("cpu", limits.cpuRequest()).put("memory", limits.memoryRequest());
        resources.putObject("limits").put("cpu", limits.cpuLimit()).put("memory", limits.memoryLimit());
        return document;
    }

    /// @throws IllegalArgumentException if the document is not one that [#document] made
    public static Workflow read(JsonNode document) {
        var steps = new ArrayList<Step>();
        document.path("steps").forEach(step -> steps.add(readStep(step)));
        return new Workflow(
                WorkflowName.parse(document.path("name").asText())
                        .orElseThrow(() -> new IllegalArgumentException("a workflow without its name")),
                document.path("template").asText(),
                readTexts(document.path("parameters")),
                readTexts(document.path("labels")),
                steps,
                Duration.ofSeconds(document.path("deadlineSeconds").asLong()),
                Lane.named(document.path("lane").asText()).orElse(Lane.NORMAL),
                document.has("traceparent")
                        ? Optional.of(document.path("traceparent").asText())
                        : Optional.empty());
    }

    private static Map<String, String> readTexts(JsonNode object) {
        var texts = new TreeMap<String, String>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            texts.put(member.getKey(), member.getValue().asText());
        }
        return texts;
    }

    private static Step readStep(JsonNode step) {
        List<String> arguments = new ArrayList<>();
        step.path("arguments").forEach(argument -> arguments.add(argument.asText()));
        JsonNode retry = step.path("retry");
        JsonNode requests = step.path("resources").path("requests");
        JsonNode limits = step.path("resources").path("limits");
        return new Step(
                step.path("name").asText(),
                arguments,
                Duration.ofSeconds(step.path("deadlineSeconds").asLong()),
                new Limits(
                        requests.path("cpu").asText(),
                        requests.path("memory").asText(),
                        limits.path("cpu").asText(),
                        limits.path("memory").asText()),
                new StepRetry(
                        retry.path("limit").asInt(),
                        Duration.ofMillis(retry.path("firstWaitMillis").asLong()),
                        retry.path("factor").asInt(1)),
                step.path("weight").asInt(),
                step.path("role").asText().equals("work") ? Step.Role.WORK : Step.Role.CLEAN_UP);
    }
}
