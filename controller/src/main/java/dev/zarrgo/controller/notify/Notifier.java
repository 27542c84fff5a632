package dev.zarrgo.controller.notify;

import dev.zarrgo.controller.job.Job;

/// Is told about the end of each attempt, after it was recorded.
@FunctionalInterface
public interface Notifier {

    /// Must not throw, and not take long.
    void attemptEnded(Job job);
}
