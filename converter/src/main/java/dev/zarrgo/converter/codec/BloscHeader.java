package dev.zarrgo.converter.codec;

import java.nio.ByteBuffer;

/// The first sixteen bytes of a blosc frame.
///
/// Source: <https://github.com/Blosc/c-blosc/blob/main/README_CHUNK_FORMAT.rst>
///
/// @param flags shuffle, storage and compressor bits
/// @param typeBytes bytes of an element, at least 1
/// @param bytes decoded size
/// @param blockBytes decoded size of a block, of a frame that is not stored as it is at least 1
/// @param storedBytes size of the frame
record BloscHeader(int flags, int typeBytes, int bytes, int blockBytes, int storedBytes) {

    static final int BYTES = 16;

    static final int FORMAT_VERSION = 2;
    static final int BYTE_SHUFFLE = 0x01;
    static final int STORED = 0x02;
    static final int BIT_SHUFFLE = 0x04;
    static final int NOT_SPLIT = 0x10;

    static final int BLOSCLZ = 0;
    static final int LZ4 = 1;
    static final int ZLIB = 3;
    static final int ZSTD = 4;

    private static final int MAX_SPLITS = 16;
    private static final int MIN_SPLIT_ELEMENTS = 128;

    static BloscHeader parse(ByteBuffer buffer) {
        int at = buffer.position();
        int version = buffer.get(at) & 0xFF;
        if (version != FORMAT_VERSION) {
            throw new CorruptChunkException("not a blosc frame of version 2, but of version " + version);
        }
        var header = new BloscHeader(
                buffer.get(at + 2) & 0xFF,
                buffer.get(at + 3) & 0xFF,
                buffer.getInt(at + 4),
                buffer.getInt(at + 8),
                buffer.getInt(at + 12));
        if (header.bytes < 0 || header.storedBytes < BYTES || header.typeBytes < 1) {
            throw new CorruptChunkException("the blosc header states %d bytes from %d stored ones, elements of %d"
                    .formatted(header.bytes, header.storedBytes, header.typeBytes));
        }
        if (!header.isStored() && (header.blockBytes < 1 || header.blockBytes > header.bytes)) {
            throw new CorruptChunkException("the blosc header states blocks of %d bytes".formatted(header.blockBytes));
        }
        return header;
    }

    boolean isStored() {
        return (flags & STORED) != 0;
    }

    int compressor() {
        return flags >>> 5;
    }

    int blocks() {
        return bytes == 0 ? 0 : 1 + (bytes - 1) / blockBytes;
    }

    int bytesOfBlock(int block) {
        return Math.min(blockBytes, bytes - block * blockBytes);
    }

    /// How the whole elements of a block of `size` bytes are ordered. Bit shuffle leaves a block alone
    /// whose number of them is not a multiple of 8, whatever the flags say (rule I8), byte shuffle elements
    /// of one byte. The rest of an element at the end is never shuffled.
    Codec.Shuffle shuffleOf(int size) {
        if ((flags & BIT_SHUFFLE) != 0) {
            return size / typeBytes % 8 == 0 ? Codec.Shuffle.BIT : Codec.Shuffle.NONE;
        }
        return (flags & BYTE_SHUFFLE) != 0 && typeBytes > 1 ? Codec.Shuffle.BYTE : Codec.Shuffle.NONE;
    }

    /// The number of separately compressed streams in a block of `size` bytes.
    int streamsOf(int size) {
        boolean split = (flags & NOT_SPLIT) == 0
                && typeBytes <= MAX_SPLITS
                && blockBytes / typeBytes >= MIN_SPLIT_ELEMENTS
                && size == blockBytes;
        return split ? typeBytes : 1;
    }
}
