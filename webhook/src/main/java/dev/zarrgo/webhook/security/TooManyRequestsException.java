package dev.zarrgo.webhook.security;

import java.time.Duration;

/// A client asks more often than it may.
public final class TooManyRequestsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration wait;

    TooManyRequestsException(Duration wait) {
        super("this client sends too many requests", null, false, false);
        this.wait = wait;
    }

    /// After which it may ask again.
    public Duration delay() {
        return wait;
    }
}
