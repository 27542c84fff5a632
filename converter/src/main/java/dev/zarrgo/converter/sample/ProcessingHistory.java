package dev.zarrgo.converter.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The root attribute `processing_history` of CPM 3: the processors in their order, with the hundreds of
/// auxiliary files that the `history` of CPM 2 names.
final class ProcessingHistory {

    private static final String IPF = "Sentinel-2 IPF";

    /// Real products name folders of the machine that made them.
    private static final String WORK_FOLDER = "/home/ipf/work/";

    private ProcessingHistory() {}

    /// @param root attributes of the root of CPM 2
    /// @param created when the product was made
    static ObjectNode of(JsonNode root, String created) {
        ObjectNode history = Json.object();
        String before = "S02MSIL0__etc";
        history.putArray("Level-0 Product").add(step("Sentinel-2 L0 processor", "Unknown", "Downlinked Data", before));
        String name = root.path("stac_discovery").path("id").asText().replaceFirst("\\.SAFE$", "");
        boolean bottom = name.contains("MSIL2A");
        for (String level : bottom ? List.of("1A", "1B", "1C", "2A") : List.of("1A", "1B", "1C")) {
            String type = "Level-%s Product".formatted(level);
            boolean last = level.equals(bottom ? "2A" : "1C");
            String after = last ? name + ".SAFE" : "S02MSIL%s_etc".formatted(level);
            ObjectNode step = step(IPF, last ? "05.11" : "Unknown", before, after);
            step.set("adfs", Json.texts(auxiliaryFiles(root, type)));
            history.putArray(type).add(step);
            if (last) {
                step.put("time", created).set("outputs", Json.texts(List.of(after)));
                history.withArray(type).add(packing(name, created));
            }
            before = after;
        }
        return history;
    }

    private static ObjectNode step(String processor, String version, String input, String output) {
        return Json.object()
                .put("processor", processor)
                .put("version", version)
                .put("facility", "ESA")
                .put("inputs", input)
                .put("outputs", output);
    }

    private static ObjectNode packing(String name, String created) {
        ObjectNode step = Json.object()
                .put("processor", "EOPF-CPM")
                .put("version", "3.0.0")
                .put("facility", "CS-SopraSteria")
                .put("time", created);
        step.set("inputs", Json.texts(List.of(WORK_FOLDER + name + ".SAFE")));
        step.set("outputs", Json.texts(List.of(WORK_FOLDER + name + ".zarr")));
        return step;
    }

    private static Set<String> auxiliaryFiles(JsonNode root, String type) {
        var files = new LinkedHashSet<>(List.of("CopernicusDEM30"));
        for (String attribute : List.of("other_metadata", "other_metadata4")) {
            for (JsonNode step : root.path(attribute).path("history")) {
                if (step.path("type").asText().equals(type)) {
                    collect(step, files);
                }
            }
        }
        return new TreeSet<>(files);
    }

    private static void collect(JsonNode value, Set<String> files) {
        if (value.isTextual()) {
            for (String text : value.asText().split(",", -1)) {
                if (text.startsWith("S2") && text.contains("_OPER_")) {
                    files.add(text);
                }
            }
        }
        value.forEach(member -> collect(member, files));
    }
}
