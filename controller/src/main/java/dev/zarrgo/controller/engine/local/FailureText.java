package dev.zarrgo.controller.engine.local;

import dev.zarrgo.controller.engine.FailureWords;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Why a step failed, in its own words: the end of its log.
final class FailureText {

    private static final int TAIL = 16 << 10;

    private FailureText() {}

    /// @return an empty message if there is no log
    static FailureWords of(Path log) {
        return FailureWords.in(tail(log).lines().toList());
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
