package dev.zarrgo.converter.codec;

import java.io.InputStream;
import java.nio.ByteBuffer;

/// Encoded bytes as a stream.
final class ChunkInputStream extends InputStream {

    private static final int BUFFER_BYTES = 128 * 1024;

    private final ChunkBytes bytes;
    private final long end;
    private final ByteBuffer buffer;
    private long position;

    ChunkInputStream(ChunkBytes bytes, long start) {
        this.bytes = bytes;
        this.position = start;
        this.end = bytes.length();
        this.buffer =
                ByteBuffer.allocate(Math.clamp(end - start, 0, BUFFER_BYTES)).limit(0);
    }

    @Override
    public int read() {
        return fill() ? buffer.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        return count;
    }

    private boolean fill() {
        if (buffer.hasRemaining()) {
            return true;
        }
        if (position >= end) {
            return false;
        }
        buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
        bytes.read(position, buffer);
        position += buffer.position();
        buffer.flip();
        return true;
    }
}
