package dev.zarrgo.converter.failure;

import org.jspecify.annotations.Nullable;

/// A write was sent and its answer was lost. Read back before anything is cleaned up or sent again.
public final class OutcomeUnknownException extends ZarrgoException {

    public OutcomeUnknownException(FailureCode code, String message) {
        this(code, message, null, null);
    }

    public OutcomeUnknownException(FailureCode code, String message, @Nullable String advice) {
        this(code, message, advice, null);
    }

    public OutcomeUnknownException(
            FailureCode code, String message, @Nullable String advice, @Nullable Throwable cause) {
        super(code, message, advice, cause);
    }
}
