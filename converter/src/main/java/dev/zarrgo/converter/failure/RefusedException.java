package dev.zarrgo.converter.failure;

import org.jspecify.annotations.Nullable;

/// A source, a target or a setting refuses until a person has repaired it.
public final class RefusedException extends ZarrgoException {

    public RefusedException(FailureCode code, String message) {
        this(code, message, null, null);
    }

    public RefusedException(FailureCode code, String message, @Nullable String advice) {
        this(code, message, advice, null);
    }

    public RefusedException(FailureCode code, String message, @Nullable String advice, @Nullable Throwable cause) {
        super(code, message, advice, cause);
    }
}
