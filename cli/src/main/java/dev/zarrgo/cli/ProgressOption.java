package dev.zarrgo.cli;

import picocli.CommandLine.Option;

/// How a command shows that it advances.
final class ProgressOption {

    @Option(
            names = "--progress",
            paramLabel = "auto|bar|plain|none",
            defaultValue = "auto",
            description = "How to show progress. Default: ${DEFAULT-VALUE}, a bar on a terminal.")
    private ProgressStyle style = ProgressStyle.AUTO;

    ProgressStyle style() {
        return style;
    }
}
