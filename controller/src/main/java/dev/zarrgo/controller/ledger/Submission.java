package dev.zarrgo.controller.ledger;

import dev.zarrgo.controller.job.JobRequest;
import java.util.Optional;

/// A request on its way into the ledger.
///
/// @param repeat which jobs that are there already answer it
/// @param idempotencyKey of the client, unique for the owner
public record Submission(JobRequest request, Repeat repeat, Optional<String> idempotencyKey) {

    /// Which job answers a request that was made before.
    public enum Repeat {
        /// A live one for the same collection, item and family; one that waits in `RETRY` is queued again
        /// (rule P6).
        LIVE,
        /// One with the same digest that is live or done (section 5 of the jobs specification, rule A25).
        DIGEST
    }

    /// As `/samples` submits.
    public static Submission ofSample(JobRequest request) {
        return new Submission(request, Repeat.LIVE, Optional.empty());
    }

    /// As `/jobs` submits.
    public static Submission ofJob(JobRequest request, Optional<String> idempotencyKey) {
        return new Submission(request, Repeat.DIGEST, idempotencyKey);
    }
}
