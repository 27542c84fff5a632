package dev.zarrgo.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A process that a test has started. It does not outlive the test that closes it.
public final class ChildProcess implements AutoCloseable {

    /// More than anything takes that a test waits for.
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final long GLANCE_MILLIS = 5;

    private final String name;
    private final Process process;
    private final Path out;
    private final Path err;

    /// How a process ended.
    ///
    /// @param out what it wrote to standard output
    /// @param err what it wrote to standard error
    public record Ended(int exitCode, String out, String err) {}

    private ChildProcess(String name, Process process, Path out, Path err) {
        this.name = name;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /// Starts a process.
    ///
    /// @param environment added to that of this process
    /// @param input what it reads from standard input
    public static ChildProcess start(List<String> command, Map<String, String> environment, byte[] input) {
        try {
            Path out = Files.createTempFile("child", ".out");
            Path err = Files.createTempFile("child", ".err");
            var builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            var child = new ChildProcess(command.getFirst(), builder.start(), out, err);
            child.feed(input);
            return child;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void feed(byte[] input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException _) {
            // It ended without reading everything; how it ended says why.
        }
    }

    /// The name of a signal, as `kill` knows it.
    public enum Signal {
        INT,
        TERM,
        KILL
    }

    /// Sends a signal, unless the process has ended.
    public void signal(Signal signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(name, interrupted);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /// Waits until something is so that the process brings about.
    ///
    /// @param what it is, for the message if it does not come
    /// @throws AssertionError if the process ends, or nothing happens for very long
    public ChildProcess until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (!process.isAlive() && !condition.getAsBoolean()) {
                throw new AssertionError("%s ended with %d before %s%n%s%n%s"
                        .formatted(name, process.exitValue(), what, read(out), read(err)));
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("%s: no %s within %s".formatted(name, what, PATIENCE));
            }
            try {
                Thread.sleep(GLANCE_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError(name, interrupted);
            }
        }
        return this;
    }

    /// Waits for the end.
    public Ended ended() {
        return ended(PATIENCE);
    }

    /// Waits for the end, and fails if it has not come after `patience`.
    public Ended ended(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        "%s has not ended after %s%n%s%n%s".formatted(name, patience, read(out), read(err)));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(name, interrupted);
        }
        return new Ended(process.exitValue(), read(out), read(err));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Ends the process at once if it still runs, and forgets what it wrote.
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
