package dev.zarrgo.registrar.stac;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Times as items hold them: RFC 3339, UTC.
///
/// Source: rules P52, P53.
public final class Times {

    private Times() {}

    /// Reads RFC 3339 with any offset.
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// `YYYY-MM-DDTHH:MM:SSZ`, whole seconds: these are compared as text.
    public static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
