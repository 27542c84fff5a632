package dev.zarrgo.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files of this repository, for tests that hold them against the program.
public final class Repository {

    private static final String MARK = ".mvn";

    private Repository() {}

    /// The uppermost folder.
    public static Path root() {
        for (Path folder = module().toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(MARK))) {
                return folder;
            }
        }
        throw new AssertionError("%s lies in no checkout".formatted(module()));
    }

    /// The folder of the module under test: Surefire states it, an IDE usually starts in it.
    static Path module() {
        return Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize();
    }

    /// The text of a file, named from the root.
    public static String text(String name) {
        try {
            return Files.readString(root().resolve(name));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
