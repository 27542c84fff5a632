package dev.zarrgo.webhook.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages are in the program, and nothing else is given out of it.
final class AssetTest {

    @Test
    void thePageNamesFilesThatAreThereForGood() {
        String page = new String(Asset.named("index.html").orElseThrow().content(), StandardCharsets.UTF_8);
        var names = Pattern.compile("/ui/([^\"]+)")
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(names).isNotEmpty();
        Pattern.compile("/ui/([^\"]+\\.(?:js|css))").matcher(page).results().forEach(match -> assertThat(
                        Asset.named(match.group(1)).orElseThrow().isForGood())
                .isTrue());
    }

    /// The policy of the pages forbids code and styles that stand in the page.
    @Test
    void thePageHoldsNoCodeAndNamesNoOtherHost() {
        String page = new String(Asset.named("index.html").orElseThrow().content(), StandardCharsets.UTF_8);
        assertThat(page)
                .doesNotContain("https://")
                .doesNotContain("<style")
                .doesNotContainPattern("<script(?![^>]*src=)");
    }

    @Test
    void compressedFilesAreTheSame() throws IOException {
        Asset page = Asset.named("index.html").orElseThrow();
        assertThat(new GZIPInputStream(new ByteArrayInputStream(page.compressed())).readAllBytes())
                .isEqualTo(page.content());
        assertThat(page.isForGood()).isFalse();
        assertThat(page.mediaType()).isEqualTo("text/html; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../application.yml", "a/b.js", "%2e%2e", "none.js", ".hidden", "a\\b"})
    void nothingElseIsGiven(String name) {
        assertThat(Asset.named(name)).isEmpty();
    }
}
