package dev.zarrgo.converter.task;

/// What keeps a thread from the next piece of work.
public enum Wait {
    /// Everything that is left is in the hands of other threads.
    WORK,
    /// A job that could go on would keep more than it may.
    MEMORY,
    /// The input of a job is on its way.
    DATA
}
