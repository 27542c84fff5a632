package dev.zarrgo.controller.engine.argo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Why a step failed, in its own words, out of what Argo says of its pod: a head, the exit code, and the
/// end of the log with Argo's own lines in between.
final class StepMessage {

    private static final Pattern HEAD = Pattern.compile("(?s)^(?:\\w+: )?(\\w+ \\(exit code \\d+\\))(?:: (.*))?$");
    private static final Pattern OF_ARGO =
            Pattern.compile("^(?:time=\\S+ level=.*\\bargo=true.*|Error: exit status \\d+)$");
    private static final String ERROR = "error: ";
    private static final int MAX_LINES = 4;

    private StepMessage() {}

    /// Whether a line of a container's log comes from Argo.
    static boolean isOfArgo(String line) {
        return OF_ARGO.matcher(line).matches();
    }

    /// Whether the program ended by itself, and Argo only says how.
    static boolean isOfProgram(String message) {
        return HEAD.matcher(message.strip()).matches();
    }

    /// The last `error:` with the lines that belong to it; without one what Argo says.
    static String of(String message) {
        Matcher matcher = HEAD.matcher(message.strip());
        if (!matcher.matches()) {
            return message.strip();
        }
        String tail = Optional.ofNullable(matcher.group(2)).orElse("");
        List<String> lines = tail.lines().filter(line -> !isOfArgo(line)).toList();
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).startsWith(ERROR)) {
                return paragraph(lines, i);
            }
        }
        return lines.isEmpty() ? matcher.group(1) : lines.getLast();
    }

    private static String paragraph(List<String> lines, int first) {
        var parts = new ArrayList<String>();
        parts.add(lines.get(first).substring(ERROR.length()));
        for (int i = first + 1; i < lines.size() && i < first + MAX_LINES; i++) {
            if (!lines.get(i).startsWith("  ")) {
                break;
            }
            parts.add(lines.get(i).strip());
        }
        return String.join("; ", parts);
    }
}
