package dev.zarrgo.converter.failure;

import org.jspecify.annotations.Nullable;

/// The target holds something else. The same request fails again.
public final class ConflictException extends ZarrgoException {

    public ConflictException(FailureCode code, String message) {
        this(code, message, null, null);
    }

    public ConflictException(FailureCode code, String message, @Nullable String advice) {
        this(code, message, advice, null);
    }

    public ConflictException(FailureCode code, String message, @Nullable String advice, @Nullable Throwable cause) {
        super(code, message, advice, cause);
    }
}
