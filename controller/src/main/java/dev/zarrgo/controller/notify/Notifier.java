package dev.zarrgo.controller.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.Job;
import java.util.Optional;

/// Is told about the end of each attempt, after it was recorded.
@FunctionalInterface
public interface Notifier {

    /// Must not throw, and not take long.
    ///
    /// @param job as it is after the end
    /// @param report how the steps went, and what they reported
    void attemptEnded(Job job, Optional<ObjectNode> report);

    /// Both of them, this one first.
    default Notifier and(Notifier other) {
        return (job, report) -> {
            attemptEnded(job, report);
            other.attemptEnded(job, report);
        };
    }
}
