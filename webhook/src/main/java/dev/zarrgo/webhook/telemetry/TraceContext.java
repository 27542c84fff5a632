package dev.zarrgo.webhook.telemetry;

import io.micronaut.http.HttpRequest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a request stands in a trace.
///
/// Source: <https://www.w3.org/TR/trace-context/>, rule X9.
///
/// @param trace 32 hexadecimal digits
/// @param span of this service's part, 16 hexadecimal digits
/// @param parent the caller's span; empty if the trace begins here
/// @param flags two hexadecimal digits; the last bit says that the trace is recorded
public record TraceContext(String trace, String span, String parent, String flags) {

    static final String HEADER = "traceparent";
    private static final String ATTRIBUTE = "zarrgo.trace";
    private static final Pattern FORM =
            Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?");
    private static final String NONE = "0+";

    /// The context of a request, if the filter has seen it: what a job takes along.
    public static Optional<String> of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, TraceContext.class).map(TraceContext::text);
    }

    /// Continues the caller's trace, or begins one where the header is missing or makes no sense.
    static TraceContext begin(String header) {
        Matcher matcher = FORM.matcher(header);
        if (matcher.matches()
                && !matcher.group(1).matches(NONE)
                && !matcher.group(2).matches(NONE)) {
            return new TraceContext(matcher.group(1), random(1), matcher.group(2), matcher.group(3));
        }
        return new TraceContext(random(2), random(1), "", "01");
    }

    void putInto(HttpRequest<?> request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    static Optional<TraceContext> in(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, TraceContext.class);
    }

    boolean isRecorded() {
        return (HexFormat.fromHexDigits(flags) & 1) == 1;
    }

    /// As a header.
    String text() {
        return "00-" + trace + "-" + span + "-" + flags;
    }

    private static String random(int longs) {
        var digits = new StringBuilder();
        for (int i = 0; i < longs; i++) {
            digits.append(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1));
        }
        return digits.toString();
    }
}
