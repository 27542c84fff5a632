package dev.zarrgo.controller.ledger;

import dev.zarrgo.controller.job.Attempt;
import dev.zarrgo.controller.job.Job;

/// A job and its attempt that is not over.
public record Held(Job job, Attempt attempt) {

    /// Whether somebody took the job back, or settled it, while the engine worked on it.
    public boolean isAbandoned() {
        return !job.isInHand() || job.attempts() != attempt.number();
    }
}
