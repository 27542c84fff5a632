package dev.zarrgo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs a command as a whole process, from cold to its end, and measures it.
final class Command {

    /// What the shell says of wall, user and system seconds.
    private static final Pattern TIMES = Pattern.compile("@time ([0-9.]+) ([0-9.]+) ([0-9.]+)");

    private final List<String> words;
    private final Map<String, String> environment = new HashMap<>();

    private Command(List<String> words) {
        this.words = List.copyOf(words);
    }

    static Command of(Object... words) {
        var texts = new ArrayList<String>();
        for (Object word : words) {
            texts.add(word.toString());
        }
        return new Command(texts);
    }

    Command with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// The outcome of a command that succeeded.
    ///
    /// @param output standard output and error
    record Outcome(double wallSeconds, double processorSeconds, String output) {}

    /// Runs to the end.
    ///
    /// @throws IllegalStateException if the command fails
    Outcome run() {
        var shell = new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='@time %R %U %S'; time \"$@\"", "bash"));
        shell.addAll(words);
        try {
            var builder = new ProcessBuilder(shell).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            Matcher times = TIMES.matcher(output);
            if (code != 0 || !times.find()) {
                throw new IllegalStateException("%s ended with %d:%n%s".formatted(words, code, output));
            }
            return new Outcome(
                    Double.parseDouble(times.group(1)),
                    Double.parseDouble(times.group(2)) + Double.parseDouble(times.group(3)),
                    output.substring(0, times.start()));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /// Runs a command for what it does, not for its time.
    static void run(Object... words) {
        of(words).run();
    }

    static void remove(Path path) {
        run("rm", "-rf", path);
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
