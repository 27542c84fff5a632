package dev.zarrgo.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How this program starts itself: what a service runs its steps with.
final class ProgramCommand {

    /// Options of Java for commands, one a line; set by the launcher, which knows better than a service
    /// what suits a short life.
    private static final String OPTIONS = "zarrgo.command.options";

    private static final List<String> PLAIN =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx448m", "--enable-native-access=ALL-UNNAMED");

    private ProgramCommand() {}

    /// The words that come before those of a command.
    static List<String> words() {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String stated = System.getProperty(OPTIONS, "");
        words.addAll(stated.isEmpty() ? PLAIN : stated.lines().toList());
        words.add("-cp");
        words.add(System.getProperty("java.class.path"));
        words.add(Zarrgo.class.getName());
        return List.copyOf(words);
    }
}
