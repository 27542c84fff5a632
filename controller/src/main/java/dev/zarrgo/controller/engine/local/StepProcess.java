package dev.zarrgo.controller.engine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One try of a step: a process that outlives the service, and that a later service finds again.
///
/// The process is a shell that first claims the try, by making a file with its number that may not exist
/// before, then runs the program, and writes the exit code. So a try runs once, even where the service was
/// killed in the moment of starting it and another one starts it again.
final class StepProcess {

    /// `$1` is the file of the claim, `$2` that of the exit code; the rest is the command. Values are
    /// arguments and never part of this text.
    private static final String SCRIPT = """
            claim=$1; end=$2; shift 2
            set -C
            { echo $$ > "$claim"; } 2>/dev/null || exit 0
            set +C
            "$@"
            code=$?
            echo $code > "$end.tmp" && mv -f "$end.tmp" "$end"
            """;

    /// How long a claim may take: it is the first thing that the process does.
    private static final Duration CLAIM = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(20);

    private final Path claim;
    private final Path exit;

    /// @param folder of the step
    /// @param number of the try, 1 for the first
    StepProcess(Path folder, int number) {
        this.claim = folder.resolve(number + ".pid");
        this.exit = folder.resolve(number + ".exit");
    }

    /// Whether a process has claimed this try.
    boolean isClaimed() {
        return Files.exists(claim);
    }

    /// Starts a process; of several for one try, one runs.
    ///
    /// @param log what it prints is added to
    void start(List<String> command, Map<String, String> environment, Path log) {
        var words = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "zarrgo-step", claim.toString(), exit.toString()));
        words.addAll(command);
        var builder = new ProcessBuilder(words)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException("no process can be started", failure);
        }
    }

    /// Waits for the end of the process, whoever started it.
    ///
    /// @return the exit code; empty if the process is gone without one
    /// @throws TimeoutException if it still runs when the time is over
    OptionalInt await(Duration patience) throws InterruptedException, TimeoutException {
        Instant deadline = Instant.now().plus(patience);
        Optional<ProcessHandle> process = process();
        if (process.isPresent()) {
            try {
                long left =
                        Math.max(1, Duration.between(Instant.now(), deadline).toMillis());
                process.get().onExit().get(left, TimeUnit.MILLISECONDS);
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return exitCode();
    }

    OptionalInt exitCode() {
        return number(exit).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /// The living process that has claimed this try.
    private Optional<ProcessHandle> process() throws InterruptedException {
        Instant give = Instant.now().plus(CLAIM);
        Optional<Integer> pid = number(claim);
        while (pid.isEmpty() && exitCode().isEmpty() && Instant.now().isBefore(give)) {
            Thread.sleep(POLL);
            pid = number(claim);
        }
        return pid.flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive).filter(this::isOurs);
    }

    /// Numbers of processes are used again: ours was there when it wrote its number, and not long before.
    private boolean isOurs(ProcessHandle process) {
        Optional<Instant> start = process.info().startInstant();
        if (start.isEmpty()) {
            return true;
        }
        try {
            Instant claimed = Files.getLastModifiedTime(claim).toInstant();
            Duration age = Duration.between(start.get(), claimed);
            return age.compareTo(CLAIM) < 0 && age.compareTo(CLAIM.negated()) > 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Asks the program to end, and kills it where it does not. The shell stays to write the exit code.
    void end(Duration grace) throws InterruptedException {
        Optional<ProcessHandle> shell = process();
        if (shell.isEmpty()) {
            return;
        }
        shell.get().descendants().forEach(ProcessHandle::destroy);
        try {
            shell.get().onExit().get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            shell.get().descendants().forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static Optional<Integer> number(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(text));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("%s cannot be read".formatted(file), failure);
        }
    }
}
