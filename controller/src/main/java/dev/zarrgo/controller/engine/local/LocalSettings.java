package dev.zarrgo.controller.engine.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// How workflows run on this machine.
///
/// @param folder of workflows and logs; one engine at a time
/// @param program the command that a step's arguments follow, for example `java -cp …
///     dev.zarrgo.cli.Zarrgo`
/// @param environment of the steps, beside the service's own
/// @param concurrency workflows that run at a time
/// @param retention how long logs of ended workflows are kept
/// @param grace between asking a step to end and killing it
public record LocalSettings(
        Path folder,
        List<String> program,
        Map<String, String> environment,
        int concurrency,
        Duration retention,
        Duration grace) {

    public LocalSettings {
        program = List.copyOf(program);
        environment = Map.copyOf(environment);
        if (program.isEmpty() || concurrency < 1) {
            throw new IllegalArgumentException("a local engine needs a program and room for one workflow");
        }
    }

    public LocalSettings(Path folder, List<String> program, int concurrency) {
        this(folder, program, Map.of(), concurrency, Duration.ofDays(7), Duration.ofSeconds(20));
    }
}
