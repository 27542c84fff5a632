package dev.zarrgo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Texts that tests write and people read: pages of `docs/reference`.
///
/// With `-Dgolden=update` they are written anew; the difference is for a person to review.
public final class GoldenText {

    private GoldenText() {}

    /// Whether files are to be written instead of compared.
    static boolean isUpdating() {
        return System.getProperty("golden", "").equals("update");
    }

    /// Compares `text` with a file, named from the root of the repository.
    public static void assertMatches(String name, String text) {
        Path file = Repository.root().resolve(name);
        if (isUpdating()) {
            write(file, text);
            return;
        }
        assertThat(file).as("golden file; -Dgolden=update writes it").exists();
        assertThat(text).as("%s; -Dgolden=update writes it anew", name).isEqualTo(Repository.text(name));
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.resolveSibling("").normalize());
            Files.writeString(file, text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
