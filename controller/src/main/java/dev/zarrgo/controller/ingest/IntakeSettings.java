package dev.zarrgo.controller.ingest;

import java.util.Set;

/// What is taken in.
///
/// @param collections that may be named; empty for any
/// @param maxWaiting jobs that may wait at a time (429 above)
public record IntakeSettings(Set<String> collections, long maxWaiting) {

    public static final IntakeSettings DEFAULT = new IntakeSettings(Set.of(), 100_000);

    public IntakeSettings {
        collections = Set.copyOf(collections);
        if (maxWaiting < 1) {
            throw new IllegalArgumentException("a queue has room for one job: " + maxWaiting);
        }
    }
}
