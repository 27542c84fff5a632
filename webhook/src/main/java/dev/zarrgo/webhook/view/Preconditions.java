package dev.zarrgo.webhook.view;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Conditions of a request, against what the object is now.
///
/// Source: RFC 9110 section 13.2.2.
///
/// @param tag strong entity tag with its quotes
/// @param modified to the second
record Preconditions(String tag, Instant modified) {

    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    /// What they come to.
    enum Verdict {
        SEND,
        NOT_MODIFIED,
        FAILED
    }

    Preconditions {
        modified = modified.truncatedTo(ChronoUnit.SECONDS);
    }

    /// @param headers values of a request by name
    Verdict judge(Function<String, Optional<String>> headers) {
        Optional<String> match = headers.apply("If-Match");
        if (match.isPresent()
                ? !lists(match.get(), false)
                : headers.apply("If-Unmodified-Since").flatMap(Preconditions::time).stream()
                        .anyMatch(modified::isAfter)) {
            return Verdict.FAILED;
        }
        Optional<String> noneMatch = headers.apply("If-None-Match");
        boolean known = noneMatch.isPresent()
                ? lists(noneMatch.get(), true)
                : headers.apply("If-Modified-Since").flatMap(Preconditions::time).stream()
                        .anyMatch(time -> !modified.isAfter(time));
        return known ? Verdict.NOT_MODIFIED : Verdict.SEND;
    }

    /// Whether parts may be sent: the client holds the rest of this very content, or does not say.
    boolean allowParts(Optional<String> ifRange) {
        return ifRange.map(text -> text.startsWith("\"")
                        ? text.equals(tag)
                        : time(text).filter(modified::equals).isPresent())
                .orElse(true);
    }

    private boolean lists(String header, boolean weakly) {
        return Arrays.stream(header.split(",", -1))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(tag) || (weakly && one.equals("W/" + tag)));
    }

    /// A time as HTTP writes it.
    static String text(Instant time) {
        return WRITTEN.format(time.atZone(ZoneOffset.UTC));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
