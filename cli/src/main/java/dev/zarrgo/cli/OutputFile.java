package dev.zarrgo.cli;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.store.FileFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that a command writes beside its results.
final class OutputFile {

    private OutputFile() {}

    /// Makes a folder for such files where it is missing.
    ///
    /// @throws ZarrgoException if it cannot be made
    static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw FileFailures.creating(folder, failure);
        }
    }

    /// Writes `text` as UTF-8; a file of that name is replaced.
    ///
    /// @throws ZarrgoException if the file cannot be created or written
    static void write(Path file, String text) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw new RefusedException(
                    FailureCode.TARGET_NOT_WRITABLE,
                    Files.isDirectory(file)
                            ? "%s is a folder".formatted(file)
                            : "%s: there is no folder %s".formatted(file, folder),
                    "give the name of a file in a folder that exists");
        }
        try {
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw FileFailures.creating(file, failure);
        }
    }
}
