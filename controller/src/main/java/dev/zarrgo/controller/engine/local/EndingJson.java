package dev.zarrgo.controller.engine.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.Ending;
import dev.zarrgo.converter.zarr.Json;
import java.util.Optional;

/// The end of an attempt as a JSON document.
final class EndingJson {

    private EndingJson() {}

    static ObjectNode document(Ending ending) {
        ObjectNode document = Json.object();
        switch (ending) {
            case Ending.Success success -> {
                document.put("end", "success");
                success.report().ifPresent(report -> document.set("report", report));
            }
            case Ending.Failure failure -> {
                document.put("end", "failure");
                document.put("exitCode", failure.exitCode());
                failure.code().ifPresent(code -> document.put("code", code));
                document.put("message", failure.message());
                failure.report().ifPresent(report -> document.set("report", report));
            }
            case Ending.Lost lost -> {
                document.put("end", "lost");
                document.put("code", lost.code());
                document.put("message", lost.message());
            }
        }
        return document;
    }

    static Ending read(JsonNode document) {
        Optional<ObjectNode> report =
                document.path("report") instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        String message = document.path("message").asText();
        return switch (document.path("end").asText()) {
            case "success" -> new Ending.Success(report);
            case "failure" ->
                new Ending.Failure(
                        document.path("exitCode").asInt(),
                        Optional.ofNullable(document.path("code").textValue()),
                        message,
                        report);
            default -> new Ending.Lost(document.path("code").asText("lost"), message);
        };
    }
}
