package dev.zarrgo.cli;

import dev.zarrgo.converter.store.FileFailures;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// What the demo makes, and where.
///
/// @param path which belongs to the demo alone
record DemoFolder(Path path) {

    /// The last object of a product that is complete.
    private static final String METADATA = ".zmetadata";

    /// @param size pixels per axis
    Path product(int size) {
        return path.resolve("product-%s.zarr".formatted(size));
    }

    boolean holds(Path product) {
        return Files.isRegularFile(product.resolve(METADATA));
    }

    void remove() {
        delete(path);
    }

    /// Removes a folder and all that is in it; absence is no error.
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.delete(emptied);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw FileFailures.creating(folder, failure);
        }
    }

    /// A path as a person writes it: `~/.zarrgo/demo`.
    static String written(Path path) {
        Path home = Path.of(System.getProperty("user.home"));
        return path.startsWith(home) ? "~/" + home.relativize(path) : path.toString();
    }

    @Override
    public String toString() {
        return written(path);
    }
}
