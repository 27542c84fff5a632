package dev.zarrgo.webhook.view;

import static dev.zarrgo.webhook.view.Preconditions.Verdict.FAILED;
import static dev.zarrgo.webhook.view.Preconditions.Verdict.NOT_MODIFIED;
import static dev.zarrgo.webhook.view.Preconditions.Verdict.SEND;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Conditions in the order of RFC 9110 section 13.2.2.
final class PreconditionsTest {

    private static final String EARLIER = "Tue, 20 Oct 2026 10:00:00 GMT";
    private static final String THEN = "Wed, 21 Oct 2026 10:00:00 GMT";
    private static final String LATER = "Thu, 22 Oct 2026 10:00:00 GMT";

    private final Preconditions now = new Preconditions("\"a\"", Instant.parse("2026-10-21T10:00:00.9Z"));

    private Preconditions.Verdict judge(Map<String, String> headers) {
        return now.judge(name -> Optional.ofNullable(headers.get(name)));
    }

    @Test
    void withoutConditionsItIsSent() {
        assertThat(judge(Map.of())).isEqualTo(SEND);
    }

    @Test
    void aKnownTagIsNotSentAgain() {
        assertThat(judge(Map.of("If-None-Match", "\"a\""))).isEqualTo(NOT_MODIFIED);
        assertThat(judge(Map.of("If-None-Match", "\"b\", W/\"a\""))).isEqualTo(NOT_MODIFIED);
        assertThat(judge(Map.of("If-None-Match", "*"))).isEqualTo(NOT_MODIFIED);
        assertThat(judge(Map.of("If-None-Match", "\"b\""))).isEqualTo(SEND);
    }

    @Test
    void tagsComeBeforeTimes() {
        assertThat(judge(Map.of("If-None-Match", "\"b\"", "If-Modified-Since", LATER)))
                .isEqualTo(SEND);
        assertThat(judge(Map.of("If-Match", "\"a\"", "If-Unmodified-Since", EARLIER)))
                .isEqualTo(SEND);
    }

    @Test
    void timesCountBySeconds() {
        assertThat(judge(Map.of("If-Modified-Since", THEN))).isEqualTo(NOT_MODIFIED);
        assertThat(judge(Map.of("If-Modified-Since", EARLIER))).isEqualTo(SEND);
        assertThat(judge(Map.of("If-Modified-Since", "yesterday"))).isEqualTo(SEND);
        assertThat(judge(Map.of("If-Unmodified-Since", THEN))).isEqualTo(SEND);
        assertThat(judge(Map.of("If-Unmodified-Since", EARLIER))).isEqualTo(FAILED);
    }

    @Test
    void aTagThatMustMatchIsComparedStrongly() {
        assertThat(judge(Map.of("If-Match", "\"b\", \"a\""))).isEqualTo(SEND);
        assertThat(judge(Map.of("If-Match", "W/\"a\""))).isEqualTo(FAILED);
        assertThat(judge(Map.of("If-Match", "\"b\""))).isEqualTo(FAILED);
    }

    @Test
    void partsNeedTheVeryContent() {
        assertThat(now.allowParts(Optional.empty())).isTrue();
        assertThat(now.allowParts(Optional.of("\"a\""))).isTrue();
        assertThat(now.allowParts(Optional.of("\"b\""))).isFalse();
        assertThat(now.allowParts(Optional.of("W/\"a\""))).isFalse();
        assertThat(now.allowParts(Optional.of(THEN))).isTrue();
        assertThat(now.allowParts(Optional.of(LATER))).isFalse();
    }

    @Test
    void timesAreWrittenAsHttpWantsThem() {
        assertThat(Preconditions.text(Instant.parse("2026-10-21T10:00:00.9Z"))).isEqualTo(THEN);
        assertThat(Preconditions.text(Instant.parse("2026-10-01T10:00:00Z")))
                .isEqualTo("Thu, 01 Oct 2026 10:00:00 GMT");
    }
}
