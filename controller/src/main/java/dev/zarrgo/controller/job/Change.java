package dev.zarrgo.controller.job;

/// Why a job changes its state. What one may do, [Transitions] says.
public enum Change {
    /// The controller takes a job that waits, to run it.
    CLAIM,
    /// The controller records how an attempt ended.
    OUTCOME,
    /// A person asks for another attempt.
    RETRY,
    /// A person declares a job failed, or done.
    SETTLE,
    /// A person takes a job back: `DELETE`.
    DISMISS,
    /// An administrator sets any state, audited.
    FORCE
}
