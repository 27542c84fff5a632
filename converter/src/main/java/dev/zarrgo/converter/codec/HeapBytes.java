package dev.zarrgo.converter.codec;

import java.nio.ByteBuffer;

/// A chunk whose encoded bytes are in memory.
final class HeapBytes implements ChunkBytes {

    private final byte[] content;

    HeapBytes(byte[] content) {
        this.content = content;
    }

    @Override
    public long length() {
        return content.length;
    }

    @Override
    public void read(long position, ByteBuffer target) {
        if (position + target.remaining() > content.length) {
            throw new CorruptChunkException(
                    "ends after %,d of %,d bytes".formatted(content.length, position + target.remaining()));
        }
        target.put(content, (int) position, target.remaining());
    }
}
