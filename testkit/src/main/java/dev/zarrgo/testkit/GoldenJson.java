package dev.zarrgo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Documents that are kept beside the tests and compared as trees.
///
/// With `-Dgolden=update` they are written anew; the difference is for a person to review.
public final class GoldenJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private GoldenJson() {}

    /// Compares `document` with the resource `name` beside `anchor`.
    public static void assertMatches(Class<?> anchor, String name, String document) {
        Path file = Repository.module()
                .resolve("src/test/resources")
                .resolve(anchor.getPackageName().replace('.', '/'))
                .resolve(name);
        try {
            JsonNode actual = MAPPER.readTree(document);
            String pretty = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(actual) + "\n";
            if (GoldenText.isUpdating()) {
                GoldenText.write(file, pretty);
                return;
            }
            assertThat(file).as("golden file; -Dgolden=update writes it").exists();
            JsonNode expected = MAPPER.readTree(Files.readString(file));
            if (!expected.equals(actual)) {
                // Equal texts would be too strict, different ones show where the trees differ.
                assertThat(pretty).as(name).isEqualTo(Files.readString(file));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
