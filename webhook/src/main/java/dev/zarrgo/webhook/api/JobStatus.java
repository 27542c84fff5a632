package dev.zarrgo.webhook.api;

import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.State;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The status of a job as OGC API – Processes knows it.
///
/// Source: rule A25.
enum JobStatus {
    ACCEPTED,
    RUNNING,
    SUCCESSFUL,
    FAILED,
    DISMISSED;

    static JobStatus of(Job job) {
        return switch (job.state()) {
            case NEW -> ACCEPTED;
            case PENDING -> job.isInHand() ? RUNNING : ACCEPTED;
            case RETRY -> job.nextAttempt().isPresent() ? ACCEPTED : FAILED;
            case DONE -> SUCCESSFUL;
            case FAILED, INVALID -> job.code().filter(Job.DISMISSED::equals).isPresent() ? DISMISSED : FAILED;
        };
    }

    /// The states of the jobs that may have it.
    Set<State> states() {
        return switch (this) {
            case ACCEPTED -> Set.of(State.NEW, State.PENDING, State.RETRY);
            case RUNNING -> Set.of(State.PENDING);
            case SUCCESSFUL -> Set.of(State.DONE);
            case FAILED -> Set.of(State.RETRY, State.FAILED, State.INVALID);
            case DISMISSED -> Set.of(State.FAILED, State.INVALID);
        };
    }

    /// The name in documents, for example `successful`.
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<JobStatus> named(String id) {
        return Arrays.stream(values()).filter(status -> status.id().equals(id)).findFirst();
    }
}
