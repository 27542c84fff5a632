package dev.zarrgo.controller.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// The SHA-256 of a request's meaning: equal for requests that ask for the same, whatever the order of
/// their members, their priority or the action's spelling.
///
/// Source: section 9 of the jobs specification (rule A25).
///
/// @param text 64 hexadecimal digits
public record Digest(String text) {

    static Digest of(JobRequest request) {
        ObjectNode document = Json.object();
        document.put("collection", request.collection());
        document.put("family", request.action().family());
        document.put("item", request.itemId());
        document.put("owner", request.owner());
        document.set("parameters", sorted(request.parameters()));
        document.put("source", request.source());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Json.bytes(document));
            return new Digest(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isArray()) {
            var copy = Json.array();
            node.forEach(element -> copy.add(sorted(element)));
            return copy;
        }
        if (!node.isObject()) {
            return node;
        }
        var members = new TreeMap<String, JsonNode>();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            members.put(member.getKey(), sorted(member.getValue()));
        }
        ObjectNode copy = Json.object();
        copy.setAll(members);
        return copy;
    }
}
