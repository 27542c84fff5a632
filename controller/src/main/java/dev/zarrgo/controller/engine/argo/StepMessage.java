package dev.zarrgo.controller.engine.argo;

import dev.zarrgo.controller.engine.FailureWords;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Why a step failed, in its own words, out of what Argo says of its pod: a head, the exit code, and the
/// end of the log with Argo's own lines in between.
final class StepMessage {

    private static final Pattern HEAD = Pattern.compile("(?s)^(?:\\w+: )?(\\w+ \\(exit code \\d+\\))(?:: (.*))?$");
    private static final Pattern OF_ARGO =
            Pattern.compile("^(?:time=\\S+ level=.*\\bargo=true.*|Error: exit status \\d+)$");

    private StepMessage() {}

    /// Whether a line of a container's log comes from Argo.
    static boolean isOfArgo(String line) {
        return OF_ARGO.matcher(line).matches();
    }

    /// Whether the program ended by itself, and Argo only says how.
    static boolean isOfProgram(String message) {
        return HEAD.matcher(message.strip()).matches();
    }

    /// What the program says of its failure; without that what Argo says.
    static FailureWords of(String message) {
        Matcher matcher = HEAD.matcher(message.strip());
        if (!matcher.matches()) {
            return new FailureWords(message.strip(), Optional.empty());
        }
        String tail = Optional.ofNullable(matcher.group(2)).orElse("");
        FailureWords words =
                FailureWords.in(tail.lines().filter(line -> !isOfArgo(line)).toList());
        return words.message().isEmpty() ? new FailureWords(matcher.group(1), Optional.empty()) : words;
    }
}
