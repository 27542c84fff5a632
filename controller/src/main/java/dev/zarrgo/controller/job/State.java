package dev.zarrgo.controller.job;

import java.util.Locale;
import java.util.Optional;

/// Where a job stands.
///
/// Source: section 7 of the jobs specification.
public enum State {
    /// Accepted, no attempt yet.
    NEW,
    /// On its way: waiting for an engine, or running there.
    PENDING,
    /// Finished as asked.
    DONE,
    /// The last attempt failed; the next one comes by itself at a known time, or when somebody asks.
    RETRY,
    /// Failed for good, or dismissed.
    FAILED,
    /// The request or its source is unusable.
    INVALID;

    /// Whether the job can still come to another end by itself or by a plain request.
    public boolean isLive() {
        return switch (this) {
            case NEW, PENDING, RETRY -> true;
            case DONE, FAILED, INVALID -> false;
        };
    }

    /// The state of that name, in any case; empty if there is none.
    public static Optional<State> named(String name) {
        for (State state : values()) {
            if (state.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
