package dev.zarrgo.controller.ledger;

import dev.zarrgo.controller.job.Job;

/// What became of a submission. By the time somebody has one, it is committed (rule X1).
///
/// @param job the new job, or the one that answers
public record Receipt(Answer answer, Job job) {

    /// How a job relates to the request.
    public enum Answer {
        /// A new job was made.
        CREATED,
        /// There is a job for the same (rules P6, A5).
        DUPLICATE,
        /// The item has a live job that asks for something else; nothing was made.
        BUSY,
        /// The idempotency key was used for another request; nothing was made.
        KEY_REUSED
    }
}
