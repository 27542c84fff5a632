package dev.zarrgo.converter.failure;

import org.jspecify.annotations.Nullable;

/// Somebody asked the run to stop. Another attempt is up to them.
public final class InterruptedRunException extends ZarrgoException {

    public InterruptedRunException(FailureCode code, String message) {
        this(code, message, null, null);
    }

    public InterruptedRunException(FailureCode code, String message, @Nullable String advice) {
        this(code, message, advice, null);
    }

    public InterruptedRunException(
            FailureCode code, String message, @Nullable String advice, @Nullable Throwable cause) {
        super(code, message, advice, cause);
    }
}
