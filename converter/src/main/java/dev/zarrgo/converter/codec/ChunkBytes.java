package dev.zarrgo.converter.codec;

import java.nio.ByteBuffer;

/// The encoded bytes of one chunk: a stored object, or a part of a shard.
public interface ChunkBytes {

    /// Encoded bytes in memory.
    static ChunkBytes of(byte[] content) {
        return new HeapBytes(content);
    }

    /// Bytes in all.
    long length();

    /// Fills `target` from `position` on.
    ///
    /// @throws CorruptChunkException if the bytes end before
    void read(long position, ByteBuffer target);
}
