package dev.zarrgo.converter.failure;

import org.jspecify.annotations.Nullable;

/// A failure that an operator can act on.
///
/// The class says what may be done about it, the [code][#code] what it is. The message names the thing; the
/// advice, where there is any, says what to do next. Everything that is not a `ZarrgoException` is a bug.
public abstract sealed class ZarrgoException extends RuntimeException
        permits ConflictException,
                InsufficientResourcesException,
                InterruptedRunException,
                InvalidRequestException,
                OutcomeUnknownException,
                RefusedException,
                UnavailableException,
                UnusableSourceException {

    private final FailureCode code;
    private final @Nullable String advice;

    ZarrgoException(FailureCode code, String message, @Nullable String advice, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.advice = advice;
    }

    public FailureCode code() {
        return code;
    }

    /// What to do next, as one sentence in the imperative; null where the message says it all.
    public @Nullable String advice() {
        return advice;
    }
}
