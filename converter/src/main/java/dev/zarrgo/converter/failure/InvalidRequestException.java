package dev.zarrgo.converter.failure;

import org.jspecify.annotations.Nullable;

/// The request is malformed or not allowed. The same request fails again.
public final class InvalidRequestException extends ZarrgoException {

    public InvalidRequestException(FailureCode code, String message) {
        this(code, message, null, null);
    }

    public InvalidRequestException(FailureCode code, String message, @Nullable String advice) {
        this(code, message, advice, null);
    }

    public InvalidRequestException(
            FailureCode code, String message, @Nullable String advice, @Nullable Throwable cause) {
        super(code, message, advice, cause);
    }
}
