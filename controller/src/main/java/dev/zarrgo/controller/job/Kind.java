package dev.zarrgo.controller.job;

import java.util.Locale;
import java.util.Optional;

/// What sort of work a job is.
public enum Kind {
    /// One product to one registered store.
    CONVERT;

    /// The name in documents and queries, for example `convert`.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> named(String id) {
        for (Kind kind : values()) {
            if (kind.id().equals(id)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
