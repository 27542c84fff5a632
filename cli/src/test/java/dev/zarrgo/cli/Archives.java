package dev.zarrgo.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Zip files of products.
final class Archives {

    private Archives() {}

    /// Packs a folder, deflated, its entries named from the folder on.
    static Path zip(Path folder, Path archive) throws IOException {
        try (OutputStream file = Files.newOutputStream(archive);
                var zip = new ZipOutputStream(file);
                Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new ZipEntry(folder.relativize(path).toString()));
                Files.copy(path, zip);
                zip.closeEntry();
            }
        }
        return archive;
    }

    /// Packs one entry.
    static Path of(Path archive, String name, byte[] content) throws IOException {
        try (OutputStream file = Files.newOutputStream(archive);
                var zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return archive;
    }
}
