package dev.zarrgo.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where the program keeps what it makes on its own account (rule X11).
final class DataFolder {

    private DataFolder() {}

    /// `ZARRGO_HOME`, by default `~/.zarrgo`.
    static Path path() {
        @Nullable String home = System.getenv("ZARRGO_HOME");
        return home == null || home.isBlank()
                ? Path.of(System.getProperty("user.home"), ".zarrgo")
                : Path.of(home).toAbsolutePath();
    }
}
