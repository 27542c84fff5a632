package dev.zarrgo.registrar.http;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.OutcomeUnknownException;
import dev.zarrgo.converter.failure.UnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Sends requests, repeats those that may succeed later, and adds the token.
///
/// Answers that are no success are the caller's to judge, but for those that stay after all retries: 429,
/// 502, 503 and 504.
///
/// Safe for use by several threads.
///
/// Source: rules P55, P56.
public final class HttpService {

    private static final Set<Integer> LATER = Set.of(429, 502, 503, 504);

    private final Transport transport;
    private final Tokens tokens;
    private final RetryRule rule;
    private final Duration timeout;
    private final InstantSource clock;

    /// @param timeout of one attempt, from the request to the end of the answer's head
    public HttpService(Transport transport, Tokens tokens, RetryRule rule, Duration timeout) {
        this(transport, tokens, rule, timeout, InstantSource.system());
    }

    HttpService(Transport transport, Tokens tokens, RetryRule rule, Duration timeout, InstantSource clock) {
        this.transport = transport;
        this.tokens = tokens;
        this.rule = rule;
        this.timeout = timeout;
        this.clock = clock;
    }

    /// Sends a request that may be sent again, whatever became of the one before.
    ///
    /// @throws UnavailableException if the service does not answer, or asks to come back later, every time
    public Reply send(HttpRequest.Builder request) {
        return send(request, true);
    }

    /// Sends a request once when its outcome cannot be known: an answer that is lost on the way is the
    /// caller's to resolve.
    ///
    /// @throws OutcomeUnknownException if the request may have been carried out
    /// @throws UnavailableException if it certainly was not, every time
    public Reply sendOnce(HttpRequest.Builder request) {
        return send(request, false);
    }

    private Reply send(HttpRequest.Builder builder, boolean repeatable) {
        boolean renewed = false;
        for (int attempt = 0; ; attempt++) {
            Optional<String> token = tokens.current();
            token.ifPresent(text -> builder.setHeader("Authorization", "Bearer " + text));
            HttpRequest request = builder.timeout(timeout).build();
            try {
                var reply = new Reply(request.method(), transport.send(request));
                if (reply.status() == 401 && !renewed && token.isPresent() && tokens.renew(token.get())) {
                    renewed = true;
                    continue;
                }
                if (!LATER.contains(reply.status())) {
                    return reply;
                }
                if (attempt >= rule.retries()) {
                    throw unavailable(reply);
                }
                sleep(rule.delay(attempt, asked(reply), ThreadLocalRandom.current()));
            } catch (IOException | UnresolvedAddressException failure) {
                if (!repeatable && !isNeverSent(failure)) {
                    throw new OutcomeUnknownException(
                            FailureCode.OUTCOME_UNKNOWN,
                            "%s %s: the answer was lost: %s".formatted(request.method(), request.uri(), said(failure)),
                            "run again: writes may be repeated",
                            failure);
                }
                if (attempt >= rule.retries()) {
                    throw new UnavailableException(
                            FailureCode.SERVICE_UNAVAILABLE,
                            "%s %s: no answer after %d attempts: %s"
                                    .formatted(request.method(), request.uri(), attempt + 1, said(failure)),
                            "check that the service runs and can be reached; a later attempt may succeed",
                            failure);
                }
                sleep(rule.delay(attempt, Duration.ZERO, ThreadLocalRandom.current()));
            } catch (InterruptedException stopped) {
                throw interrupted(stopped);
            }
        }
    }

    private static boolean isNeverSent(Exception failure) {
        return failure instanceof ConnectException
                || failure instanceof HttpConnectTimeoutException
                || failure instanceof UnresolvedAddressException;
    }

    private static String said(Exception failure) {
        String message = failure.getMessage();
        String kind = failure.getClass().getSimpleName();
        return message == null || message.isBlank() ? kind : kind + ": " + message;
    }

    private UnavailableException unavailable(Reply reply) {
        return new UnavailableException(
                FailureCode.SERVICE_UNAVAILABLE,
                "%s after %d attempts: %s".formatted(reply.described(), rule.retries() + 1, reply.quoted()),
                "wait; a later attempt may succeed");
    }

    /// What `Retry-After` asks for, in seconds or as a date (RFC 9110 section 10.2.3).
    private Duration asked(Reply reply) {
        String text = reply.header("Retry-After").orElse("").strip();
        try {
            if (text.matches("\\d{1,9}")) {
                return Duration.ofSeconds(Long.parseLong(text));
            }
            Instant moment = text.isEmpty()
                    ? Instant.MIN
                    : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            Instant now = clock.instant();
            return moment.isAfter(now) ? Duration.between(now, moment) : Duration.ZERO;
        } catch (DateTimeException _) {
            return Duration.ZERO;
        }
    }

    /// Waits between attempts that are the caller's.
    ///
    /// @param retry 0 for the first one
    public void pause(int retry) {
        sleep(rule.delay(retry, Duration.ZERO, ThreadLocalRandom.current()));
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    private static InterruptedRunException interrupted(InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return new InterruptedRunException(FailureCode.INTERRUPTED, "interrupted while waiting", null, stopped);
    }
}
