package dev.zarrgo.converter.failure;

import org.jspecify.annotations.Nullable;

/// A service or a lock is not available now. Another attempt, later, may succeed.
public final class UnavailableException extends ZarrgoException {

    public UnavailableException(FailureCode code, String message) {
        this(code, message, null, null);
    }

    public UnavailableException(FailureCode code, String message, @Nullable String advice) {
        this(code, message, advice, null);
    }

    public UnavailableException(FailureCode code, String message, @Nullable String advice, @Nullable Throwable cause) {
        super(code, message, advice, cause);
    }
}
