package dev.zarrgo.controller.engine.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Why a step failed, in its own words: the last `error:` that it printed, with the lines that belong to
/// it.
final class FailureText {

    private static final int TAIL = 16 << 10;
    private static final String ERROR = "error: ";
    private static final int MAX_LINES = 4;

    private FailureText() {}

    /// @return a sentence; empty if the log is
    static String of(Path log) {
        List<String> lines = tail(log).lines().toList();
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).startsWith(ERROR)) {
                return paragraph(lines, i);
            }
        }
        return lines.stream().map(String::strip).filter(line -> !line.isEmpty()).reduce("", (_, last) -> last);
    }

    private static String paragraph(List<String> lines, int first) {
        var text = new StringBuilder(lines.get(first).substring(ERROR.length()));
        for (int i = first + 1; i < lines.size() && i < first + MAX_LINES; i++) {
            if (!lines.get(i).startsWith("  ")) {
                break;
            }
            text.append("; ").append(lines.get(i).strip());
        }
        return text.toString();
    }

    private static String tail(Path log) {
        if (!Files.exists(log)) {
            return "";
        }
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(0, file.length() - TAIL);
            file.seek(start);
            var bytes = new byte[(int) Math.min(TAIL, file.length() - start)];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
