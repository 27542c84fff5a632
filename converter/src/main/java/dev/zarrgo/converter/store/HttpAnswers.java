package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/// What the statuses of HTTP mean, whatever the kind of server (rules R88, X6).
final class HttpAnswers {

    /// Timeouts, too many requests, and everything behind the server that may be there again soon.
    private static final Set<Integer> BUSY = Set.of(408, 425, 429, 500, 502, 503, 504);

    private static final Set<Integer> FORBIDDEN = Set.of(401, 403, 407);

    private HttpAnswers() {}

    static boolean isBusy(int status) {
        return BUSY.contains(status);
    }

    static boolean isForbidden(int status) {
        return FORBIDDEN.contains(status);
    }

    static BusyServerException busy(HttpResponse<String> answer) {
        return new BusyServerException("the server answers " + answer.statusCode(), waitFor(answer));
    }

    /// What `Retry-After` asks for: seconds, or a date.
    private static Duration waitFor(HttpResponse<String> answer) {
        String text = answer.headers().firstValue("retry-after").orElse("").strip();
        try {
            if (text.matches("\\d{1,9}")) {
                return Duration.ofSeconds(Long.parseLong(text));
            }
            if (!text.isEmpty()) {
                Duration until = Duration.between(
                        Instant.now(), ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
                return until.isNegative() ? Duration.ZERO : until;
            }
        } catch (DateTimeException _) {
            // Not worth a failure: the usual waiting time will do.
        }
        return Duration.ZERO;
    }

    /// An answer that asking again does not change.
    static RefusedException refused(String what, HttpResponse<String> answer) {
        return new RefusedException(
                FailureCode.SERVICE_REFUSED,
                "%s: the server answers %d".formatted(what, answer.statusCode()),
                "check the location; the server must give single objects by GET");
    }
}
