package dev.zarrgo.converter.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// An object from a server that sends it as a whole only, in a temporary file that goes with the reader.
final class SpooledReader implements ObjectReader {

    private final Path file;
    private final FileChannel channel;
    private final long size;

    /// @param file becomes this reader's
    SpooledReader(Path file) {
        this.file = file;
        try {
            this.channel = FileChannel.open(file, StandardOpenOption.READ);
            this.size = channel.size();
            // Where the system keeps the content of a nameless file, nothing stays behind a killed process.
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw FileFailures.reading(file, failure);
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long position, ByteBuffer target) {
        FileStore.read(file, channel, position, target);
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw FileFailures.reading(file, failure);
        }
    }
}
