package dev.zarrgo.controller.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What an attempt leaves in the ledger, the same from every engine:
/// `{"steps": [{"name", "phase", "tries", "started", "finished", "exitCode", "message", "report"}, …]}`.
public final class StepReports {

    private StepReports() {}

    /// @param reports what steps wrote about themselves, by step
    public static ObjectNode document(List<StepStatus> steps, Map<String, JsonNode> reports) {
        ObjectNode document = Json.object();
        ArrayNode list = document.putArray("steps");
        for (StepStatus step : steps) {
            ObjectNode one = list.addObject();
            one.put("name", step.name());
            one.put("phase", step.phase().name().toLowerCase(Locale.ROOT));
            one.put("tries", step.tries());
            step.started().ifPresent(time -> one.put("started", time.toString()));
            step.finished().ifPresent(time -> one.put("finished", time.toString()));
            step.exitCode().ifPresent(code -> one.put("exitCode", code));
            step.message().ifPresent(message -> one.put("message", message));
            JsonNode report = reports.get(step.name());
            if (report != null) {
                one.set("report", report);
            }
        }
        return document;
    }
}
