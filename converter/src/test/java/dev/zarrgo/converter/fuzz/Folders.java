package dev.zarrgo.converter.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Stores as folders of files.
final class Folders {

    private Folders() {}

    /// All files below `root` by key.
    static NavigableMap<String, byte[]> read(Path root) {
        var objects = new TreeMap<String, byte[]>();
        walk(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                objects.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
                return FileVisitResult.CONTINUE;
            }
        });
        return objects;
    }

    static void write(Path root, Map<String, byte[]> objects) {
        try {
            for (Map.Entry<String, byte[]> object : objects.entrySet()) {
                Path file = root.resolve(object.getKey());
                Files.createDirectories(file.resolveSibling(""));
                Files.write(file, object.getValue());
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static boolean isEqual(Map<String, byte[]> first, Map<String, byte[]> second) {
        return first.keySet().equals(second.keySet())
                && first.entrySet().stream()
                        .allMatch(object -> Arrays.equals(object.getValue(), second.get(object.getKey())));
    }

    /// Removes all below `root`, and `root`.
    static void delete(Path root) {
        walk(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void walk(Path root, SimpleFileVisitor<Path> visitor) {
        try {
            if (Files.exists(root)) {
                Files.walkFileTree(root, visitor);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
