package dev.zarrgo.webhook.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micronaut.http.HttpRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The body of a request as JSON, read strictly: a member that comes twice, text behind the end and a depth
/// that nobody needs are refused.
final class JsonBody {

    private static final int MAX_DEPTH = 50;
    private static final int MAX_DIGITS = 100;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_DIGITS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonBody() {}

    /// @throws RequestException if it is no JSON
    static JsonNode parse(HttpRequest<byte[]> request) {
        byte[] body = request.getBody().orElseGet(() -> new byte[0]);
        if (body.length == 0) {
            throw RequestException.of(new Fault("", "the request has no body; send a JSON object"));
        }
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException broken) {
            String what = broken.getOriginalMessage().replaceFirst("(?s) ?\\(start marker at.*", "");
            String where = broken.getLocation() == null
                    ? ""
                    : " (line %d, column %d)"
                            .formatted(
                                    broken.getLocation().getLineNr(),
                                    broken.getLocation().getColumnNr());
            throw RequestException.of(new Fault("", "the body is no JSON: " + what + where));
        } catch (IOException broken) {
            throw RequestException.of(new Fault("", "the body is no JSON: " + broken.getMessage()));
        }
    }

    /// Any JSON document as the values that documents of this API are made of.
    static @Nullable Object plain(@Nullable JsonNode node) {
        return node == null ? null : MAPPER.convertValue(node, Object.class);
    }
}
