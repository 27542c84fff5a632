package dev.zarrgo.cli;

/// How progress is shown.
enum ProgressStyle {
    /// A bar on a terminal, plain lines elsewhere.
    AUTO,
    BAR,
    /// A line now and then.
    PLAIN,
    NONE
}
