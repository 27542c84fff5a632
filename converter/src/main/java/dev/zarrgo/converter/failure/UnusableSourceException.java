package dev.zarrgo.converter.failure;

import org.jspecify.annotations.Nullable;

/// The source is absent, breaks its format, or uses a part of it that is not supported. The same source
/// fails again.
public final class UnusableSourceException extends ZarrgoException {

    public UnusableSourceException(FailureCode code, String message) {
        this(code, message, null, null);
    }

    public UnusableSourceException(FailureCode code, String message, @Nullable String advice) {
        this(code, message, advice, null);
    }

    public UnusableSourceException(
            FailureCode code, String message, @Nullable String advice, @Nullable Throwable cause) {
        super(code, message, advice, cause);
    }
}
