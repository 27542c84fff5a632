package dev.zarrgo.testkit;

import dev.zarrgo.testkit.ChildProcess.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A main class of the class path of this test, to be run in a process of its own: with its own heap,
/// environment, signals and exit code.
///
/// @param prefix words before the one that starts Java: a program that starts the rest of the line
/// @param classPath where Java finds classes
/// @param options of Java
/// @param environment added to that of this process
public record JavaProgram(
        List<String> prefix,
        String classPath,
        String mainClass,
        List<String> options,
        Map<String, String> environment) {

    private static final String ZARRGO = "dev.zarrgo.cli.Zarrgo";

    public JavaProgram {
        prefix = List.copyOf(prefix);
        options = List.copyOf(options);
        environment = Map.copyOf(environment);
    }

    /// The program `zarrgo` with options that let it start quickly.
    public static JavaProgram zarrgo() {
        return new JavaProgram(
                List.of(),
                System.getProperty("java.class.path"),
                ZARRGO,
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"),
                Map.of());
    }

    /// With other options of Java than the usual ones.
    public JavaProgram withOptions(List<String> others) {
        return new JavaProgram(prefix, classPath, mainClass, others, environment);
    }

    /// With a largest heap, for example `256m`.
    public JavaProgram withHeap(String size) {
        var all = new ArrayList<String>(options);
        all.add("-Xmx" + size);
        return withOptions(all);
    }

    /// With these variables, beside those of this process.
    public JavaProgram withEnvironment(Map<String, String> variables) {
        return new JavaProgram(prefix, classPath, mainClass, options, variables);
    }

    /// With classes from elsewhere than those of this process.
    public JavaProgram withClassPath(String path) {
        return new JavaProgram(prefix, path, mainClass, options, environment);
    }

    /// Started by another program, for example one that sets a limit.
    public JavaProgram withPrefix(String... words) {
        return new JavaProgram(List.of(words), classPath, mainClass, options, environment);
    }

    /// With the usual effect of signals, also where this process was started without: in the background of
    /// a script.
    public JavaProgram withSignals() {
        return withPrefix("env", "--default-signal=INT,TERM");
    }

    public ChildProcess start(Object... arguments) {
        return ChildProcess.start(command(arguments), environment, new byte[0]);
    }

    /// Runs it to its end.
    public Ended run(Object... arguments) {
        try (ChildProcess child = start(arguments)) {
            return child.ended();
        }
    }

    private List<String> command(Object... arguments) {
        var command = new ArrayList<String>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, mainClass));
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        return command;
    }
}
