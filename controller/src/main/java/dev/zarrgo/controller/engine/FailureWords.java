package dev.zarrgo.controller.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a failed step says about itself: `error: MESSAGE`, and the indented lines that belong to it. One of
/// them may be `code: CODE`.
///
/// @param message without the code
/// @param code for example `source-not-found`
public record FailureWords(String message, Optional<String> code) {

    private static final String ERROR = "error: ";
    private static final String INDENT = "  ";
    private static final Pattern CODE = Pattern.compile("code: ([a-z][a-z-]{0,63})");
    private static final int MAX_LINES = 5;

    /// The last failure in a log; without one its last line that is not blank, or nothing.
    public static FailureWords in(List<String> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).startsWith(ERROR)) {
                return paragraph(lines.subList(i, Math.min(lines.size(), i + MAX_LINES)));
            }
        }
        String last = lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce("", (_, line) -> line);
        return new FailureWords(last, Optional.empty());
    }

    private static FailureWords paragraph(List<String> lines) {
        var parts = new ArrayList<String>();
        parts.add(lines.getFirst().substring(ERROR.length()));
        Optional<String> code = Optional.empty();
        for (String line : lines.subList(1, lines.size())) {
            if (!line.startsWith(INDENT)) {
                break;
            }
            Matcher matcher = CODE.matcher(line.strip());
            if (matcher.matches()) {
                code = Optional.of(matcher.group(1));
            } else {
                parts.add(line.strip());
            }
        }
        return new FailureWords(String.join("; ", parts), code);
    }
}
