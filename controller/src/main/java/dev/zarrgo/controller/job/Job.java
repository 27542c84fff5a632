package dev.zarrgo.controller.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/// A request that was accepted, and how it stands: one row of the ledger.
///
/// @param parent the job that this one was made for, for example that of a collection of items
/// @param request as accepted; its item id is the real one once the source was read
/// @param item the STAC item of the source, once it was read and if there is one
/// @param retriesLeft automatic attempts that are left after a fatal end
/// @param transientTries attempts in a row that a passing failure ended, since somebody last asked for one
/// @param attempts the number of the current or last attempt; 0 before the first
/// @param nextAttempt from when on the job waits to be claimed; empty while it runs, after its end, and
///     where
///     it waits for an operator
/// @param percent of the work, 0 to 100
/// @param code of the failure, or `dismissed`, `folded`; empty where all is well
/// @param message for people, about the state
public record Job(
        JobId id,
        Optional<JobId> parent,
        JobRequest request,
        Digest digest,
        Optional<ObjectNode> item,
        State state,
        int retriesLeft,
        int transientTries,
        int attempts,
        Optional<Instant> nextAttempt,
        int percent,
        Optional<String> code,
        Optional<String> message,
        Instant created,
        Instant updated) {

    /// The code of a job that was taken back.
    public static final String DISMISSED = "dismissed";
    /// The code of a job whose item turned out to have a live job already.
    public static final String FOLDED = "folded";
    /// The code of a job that became one job for each item of a collection.
    public static final String EXPANDED = "expanded";

    /// Whether it was handed out and its attempt has not ended.
    public boolean isInHand() {
        return state == State.PENDING && nextAttempt.isEmpty();
    }

    /// The name of the workflow of its current attempt.
    public WorkflowName workflow() {
        return new WorkflowName(id, attempts);
    }
}
