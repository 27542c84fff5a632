package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The one place that decides whether a request is sent again (rules X6, R85): when there was no answer, or
/// one that says so, and never for what a server refuses.
final class Retries {

    private final RetryPolicy policy;
    private final Duration patience;
    private final BooleanSupplier renewCredentials;

    /// @param patience the longest wait that a server may ask for
    Retries(RetryPolicy policy, Duration patience, BooleanSupplier renewCredentials) {
        this.policy = policy;
        this.patience = patience;
        this.renewCredentials = renewCredentials;
    }

    /// One try.
    interface Try<T> {
        T run() throws IOException, InterruptedException;
    }

    /// Tries until there is a result.
    ///
    /// @param what is tried, for the message
    /// @throws UnavailableException after the last try
    /// @throws InterruptedRunException if the thread is interrupted
    <T> T run(String what, Try<T> attempt) {
        boolean renewed = false;
        try {
            for (int retry = 0; ; retry++) {
                try {
                    return attempt.run();
                } catch (ExpiredCredentialsException expired) {
                    if (renewed || !renewCredentials.getAsBoolean()) {
                        throw expired.refusal();
                    }
                    renewed = true;
                    retry--;
                } catch (IOException failure) {
                    pause(what, retry, failure);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw interrupted(what, interrupted);
        }
    }

    static InterruptedRunException interrupted(String what, InterruptedException cause) {
        return new InterruptedRunException(FailureCode.INTERRUPTED, "%s: interrupted".formatted(what), null, cause);
    }

    private void pause(String what, int retry, IOException failure) throws InterruptedException {
        CertificateException untrusted = causeOf(failure, CertificateException.class);
        if (untrusted != null) {
            throw new RefusedException(
                    FailureCode.SERVICE_REFUSED,
                    "%s: the server's certificate is not accepted: %s".formatted(what, untrusted.getMessage()),
                    "check the address, or add the certificate to the trust store of Java",
                    failure);
        }
        Duration asked = failure instanceof BusyServerException busy ? busy.waitFor() : Duration.ZERO;
        if (asked.compareTo(patience) > 0) {
            throw unavailable(
                    "%s: %s, and asks to wait %,d s".formatted(what, reason(failure), asked.toSeconds()), failure);
        }
        if (retry >= policy.maxRetries()) {
            throw unavailable("%s: %s; tried %d times".formatted(what, reason(failure), retry + 1), failure);
        }
        Duration delay = policy.delay(retry);
        Thread.sleep(asked.compareTo(delay) > 0 ? asked : delay);
    }

    private static UnavailableException unavailable(String message, IOException failure) {
        return new UnavailableException(
                FailureCode.SERVICE_UNAVAILABLE, message, "check the address and the network, or try later", failure);
    }

    private static String reason(IOException failure) {
        if (causeOf(failure, UnresolvedAddressException.class) != null) {
            return "the host is not known";
        }
        if (failure instanceof ConnectException) {
            return "no connection";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static <T extends Throwable> @Nullable T causeOf(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
