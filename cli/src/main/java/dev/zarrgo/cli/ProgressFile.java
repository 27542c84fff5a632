package dev.zarrgo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Tells an engine how far the step is: `63/100` in the file that it names.
///
/// Source: <https://argo-workflows.readthedocs.io/en/latest/progress/>; the local engine does the same.
final class ProgressFile {

    static final String VARIABLE = "ARGO_PROGRESS_FILE";

    private final Path file;
    private int last = -1;

    ProgressFile(Path file) {
        this.file = file;
    }

    /// The file of this process; empty where nobody asks.
    static Optional<ProgressFile> asked() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(name -> !name.isBlank())
                .map(name -> new ProgressFile(Path.of(name)));
    }

    /// @param share from 0 to 1
    void write(double share) {
        int percent = (int) Math.clamp(Math.floor(100 * share), 0, 100);
        if (percent == last) {
            return;
        }
        last = percent;
        try {
            Files.writeString(file, percent + "/100\n");
        } catch (IOException _) {
            // Best effort: a step does not fail because nobody can see how far it is.
        }
    }
}
