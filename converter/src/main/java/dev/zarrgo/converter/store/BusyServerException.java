package dev.zarrgo.converter.store;

import java.io.IOException;
import java.time.Duration;

/// A server answers that it cannot answer now.
final class BusyServerException extends IOException {

    private final Duration wait;

    /// @param wait what the server asks for; zero if it does not say
    BusyServerException(String message, Duration wait) {
        super(message);
        this.wait = wait;
    }

    Duration waitFor() {
        return wait;
    }
}
