package dev.zarrgo.controller.engine.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A log while it is written: at its end, the reader waits for more, until nobody writes any more.
final class LogStream extends InputStream {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Path file;
    private final BooleanSupplier growing;
    private Optional<FileChannel> channel = Optional.empty();

    /// @param growing whether somebody still writes, or will
    LogStream(Path file, BooleanSupplier growing) {
        this.file = file;
        this.growing = growing;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            // Asked before reading: what is written until then is seen by the read.
            boolean more = growing.getAsBoolean();
            int count = readSome(ByteBuffer.wrap(bytes, offset, length));
            if (count > 0 || length == 0) {
                return count;
            }
            if (!more) {
                return -1;
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for a log", stopped);
            }
        }
    }

    private int readSome(ByteBuffer buffer) throws IOException {
        if (channel.isEmpty() && Files.exists(file)) {
            channel = Optional.of(FileChannel.open(file));
        }
        return channel.isPresent() ? channel.get().read(buffer) : 0;
    }

    @Override
    public void close() throws IOException {
        if (channel.isPresent()) {
            channel.get().close();
        }
    }
}
