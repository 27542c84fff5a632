package dev.zarrgo.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs another program and keeps what it prints.
public final class Program {

    private static final long TIMEOUT_SECONDS = 180;

    private Program() {}

    /// How a program ended.
    ///
    /// @param output of both streams
    public record Outcome(int exitCode, String output) {}

    public static Outcome run(Object... command) {
        return run(Map.of(), command);
    }

    /// @param environment on top of this process's own
    public static Outcome run(Map<String, String> environment, Object... command) {
        List<String> words = Arrays.stream(command).map(String::valueOf).toList();
        try {
            Path output = Files.createTempFile("program", ".out");
            try {
                var builder =
                        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                process.getOutputStream().close();
                if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("%s has not ended after %d s".formatted(words, TIMEOUT_SECONDS));
                }
                return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException broken) {
            throw new AssertionError("running " + words, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("running " + words, interrupted);
        }
    }
}
