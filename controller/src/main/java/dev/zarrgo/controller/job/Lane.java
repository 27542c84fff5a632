package dev.zarrgo.controller.job;

import java.util.Locale;
import java.util.Optional;

/// A queue of its own, with its own cap on live workflows, and its place among the others.
public enum Lane {
    /// Somebody waits for it: actions that end in `-hp`.
    HIGH(100),
    NORMAL(0),
    /// Back-fills, which may take days.
    BULK(-100);

    private final int priority;

    Lane(int priority) {
        this.priority = priority;
    }

    /// The priority of its jobs where none is asked for; greater comes first.
    public int priority() {
        return priority;
    }

    /// The name in documents and settings, for example `high`.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Lane> named(String id) {
        for (Lane lane : values()) {
            if (lane.id().equals(id)) {
                return Optional.of(lane);
            }
        }
        return Optional.empty();
    }
}
