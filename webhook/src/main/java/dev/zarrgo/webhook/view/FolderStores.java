package dev.zarrgo.webhook.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/// Stores in a folder. Nothing outside of it is served, whatever symbolic links in it point to.
///
/// @param folder may come into being later
record FolderStores(Path folder) implements ServedStores {

    @Override
    public Optional<ServedObject> open(StorePath path) {
        try {
            Path file = folder.resolve(path.key()).toRealPath();
            if (!file.startsWith(folder.toRealPath())) {
                return Optional.empty();
            }
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            return Optional.of(new OpenFile(
                    channel,
                    channel.size(),
                    tag(attributes),
                    attributes.lastModifiedTime().toInstant()));
        } catch (FileSystemException | InvalidPathException _) {
            return Optional.empty(); // Also what may not be read: whether it is there is nobody's business.
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// A file that was written again has another time, also within a second, and mostly another number.
    private static String tag(BasicFileAttributes attributes) {
        Instant modified = attributes.lastModifiedTime().toInstant();
        int file = attributes.fileKey() == null ? 0 : attributes.fileKey().hashCode();
        return "\"%x-%x.%x-%x\"".formatted(attributes.size(), modified.getEpochSecond(), modified.getNano(), file);
    }

    private record OpenFile(FileChannel channel, long size, String tag, Instant modified) implements ServedObject {

        @Override
        public void read(long position, ByteBuffer target) {
            try {
                for (long at = position; target.hasRemaining(); ) {
                    int count = channel.read(target, at);
                    if (count < 0) {
                        throw new IOException("the file became shorter while it was read");
                    }
                    at += count;
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
