package dev.zarrgo.converter.store;

import java.util.Optional;

/// Who writes a target.
///
/// @param process for a person who wants to know
/// @param job whose attempts follow one another, so that a later one may take over from an earlier one
public record LockHolder(String process, Optional<String> job) {

    /// This process.
    public static LockHolder here(Optional<String> job) {
        String host = System.getenv().getOrDefault("HOSTNAME", "this machine");
        return new LockHolder(
                "process %s on %s".formatted(ProcessHandle.current().pid(), host), job);
    }
}
