package dev.zarrgo.controller.engine.argo;

import java.time.Duration;

/// Where workflows are made, and how long they stay.
///
/// @param namespace of the workflows
/// @param keepSucceeded how long a workflow that succeeded is kept once its end is in the ledger
/// @param keepFailed the same for one that did not
/// @param sweep how often workflows are looked for whose time has come
public record ArgoSettings(String namespace, Duration keepSucceeded, Duration keepFailed, Duration sweep) {

    /// The times of the template's `ttlStrategy`, shorter where the ledger knows all.
    public static ArgoSettings in(String namespace) {
        return new ArgoSettings(namespace, Duration.ofMinutes(10), Duration.ofDays(1), Duration.ofMinutes(1));
    }

    public ArgoSettings {
        if (namespace.isBlank() || keepSucceeded.isNegative() || keepFailed.isNegative() || !sweep.isPositive()) {
            throw new IllegalArgumentException("not settings of an engine: namespace '%s', %s, %s, %s"
                    .formatted(namespace, keepSucceeded, keepFailed, sweep));
        }
    }
}
