package dev.zarrgo.converter.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a run has finished: enough for another one to go on with it.
///
/// Source: rule R84.
///
/// @param fingerprint of source and options; another one makes the rest worthless
/// @param arrays the objects of every array that is complete, by path and key
public record RunRecord(String fingerprint, SortedMap<String, SortedMap<String, StoredObject>> arrays) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// The form of the document, so that another one is not misread.
    private static final int FORMAT = 1;

    public RunRecord {
        arrays = new TreeMap<>(arrays);
    }

    /// @param work where the content is, by its name beside the target; empty for the target itself
    String json(String work) {
        ObjectNode document = JSON.createObjectNode().put("format", FORMAT).put("fingerprint", fingerprint);
        document.put("work", work);
        ObjectNode finished = document.putObject("arrays");
        arrays.forEach((path, objects) -> {
            ObjectNode array = finished.putObject(path);
            objects.forEach(
                    (key, object) -> array.putArray(key).add(object.size()).add(object.checksum()));
        });
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A record and where its content is.
    ///
    /// @param work by its name beside the target; empty for the target itself
    record Placed(RunRecord run, String work) {}

    /// Reads a record; empty if it is damaged or of another form, which makes it worthless.
    static Optional<Placed> parse(byte[] text) {
        try {
            JsonNode document = JSON.readTree(text);
            if (document.path("format").asInt() != FORMAT
                    || !document.path("work").isTextual()
                    || !document.path("fingerprint").isTextual()) {
                return Optional.empty();
            }
            var arrays = new TreeMap<String, SortedMap<String, StoredObject>>();
            for (Map.Entry<String, JsonNode> array : document.path("arrays").properties()) {
                var objects = new TreeMap<String, StoredObject>();
                for (Map.Entry<String, JsonNode> object : array.getValue().properties()) {
                    if (!(object.getValue() instanceof ArrayNode pair) || pair.size() != 2) {
                        return Optional.empty();
                    }
                    objects.put(
                            object.getKey(),
                            new StoredObject(pair.get(0).asLong(), pair.get(1).asInt()));
                }
                arrays.put(array.getKey(), objects);
            }
            return Optional.of(new Placed(
                    new RunRecord(document.path("fingerprint").asText(), arrays),
                    document.path("work").asText()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
