package dev.zarrgo.converter.failure;

import org.jspecify.annotations.Nullable;

/// The work does not fit memory, disk or quota. Another attempt needs a larger profile.
public final class InsufficientResourcesException extends ZarrgoException {

    public InsufficientResourcesException(FailureCode code, String message) {
        this(code, message, null, null);
    }

    public InsufficientResourcesException(FailureCode code, String message, @Nullable String advice) {
        this(code, message, advice, null);
    }

    public InsufficientResourcesException(
            FailureCode code, String message, @Nullable String advice, @Nullable Throwable cause) {
        super(code, message, advice, cause);
    }
}
