package dev.zarrgo.converter.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Digests;
import dev.zarrgo.converter.zarr.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a store was made from: equal fingerprints mean equal stores.
///
/// Source: rules R61, R81.
///
/// @param source hash of the source's root metadata
/// @param options hash of the options that shape the result
record Fingerprint(String source, String options) {

    private static final String ATTRIBUTE = "zarrgo:provenance";
    private static final String SOURCE_DIGEST = "source_digest";
    private static final String OPTIONS_DIGEST = "options_digest";

    static Fingerprint of(String sourceDigest, ConversionOptions options) {
        return new Fingerprint(sourceDigest, Digests.sha256(options.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /// The fingerprint in the root document of a store.
    static Optional<Fingerprint> in(JsonNode rootDocument) {
        JsonNode provenance = rootDocument.path("attributes").path(ATTRIBUTE);
        return provenance.has(SOURCE_DIGEST) && provenance.has(OPTIONS_DIGEST)
                ? Optional.of(new Fingerprint(
                        provenance.get(SOURCE_DIGEST).asText(),
                        provenance.get(OPTIONS_DIGEST).asText()))
                : Optional.empty();
    }

    /// Both hashes as one text.
    String text() {
        return source + " " + options;
    }

    /// The root attribute.
    ObjectNode provenance(String sourceName, String converter) {
        return Json.object()
                .put("source", sourceName)
                .put(SOURCE_DIGEST, source)
                .put(OPTIONS_DIGEST, options)
                .put("converter", converter);
    }
}
