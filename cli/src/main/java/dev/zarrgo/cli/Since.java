package dev.zarrgo.cli;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A time in the past, as people write it: `2026-07-21T10:00:00Z`, or `6h` for six hours ago.
final class Since {

    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([mhd])");

    private Since() {}

    /// @throws InvalidRequestException if it is neither
    static Instant time(String text, InstantSource clock) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long amount = Long.parseLong(ago.group(1));
            Duration age =
                    switch (ago.group(2)) {
                        case "m" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        default -> Duration.ofDays(amount);
                    };
            return clock.instant().minus(age);
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException broken) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "'%s' is no time".formatted(text),
                    "for example 2026-07-21T10:00:00Z, 30m, 6h or 3d",
                    broken);
        }
    }
}
