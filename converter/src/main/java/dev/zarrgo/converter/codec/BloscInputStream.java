package dev.zarrgo.converter.codec;

import java.io.InputStream;

/// The decoded bytes of a blosc frame whose element size is not that of the array.
///
/// A rare form, so it is simple instead of fast.
final class BloscInputStream extends InputStream {

    private final BloscFrame frame;
    private final DecodeScratch scratch = new DecodeScratch();
    private final byte[] shuffled;
    private final byte[] block;
    private final byte[] plane;
    private int nextBlock;
    private int size;
    private int position;

    BloscInputStream(BloscFrame frame) {
        this.frame = frame;
        this.shuffled = new byte[frame.header().blockBytes() + BitShuffle.SLACK];
        this.block = new byte[frame.header().blockBytes()];
        this.plane = new byte[frame.header().blockBytes() / frame.header().typeBytes()];
    }

    @Override
    public int read() {
        return load() ? block[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!load()) {
            return -1;
        }
        int count = Math.min(length, size - position);
        System.arraycopy(block, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() {
        scratch.close();
    }

    private boolean load() {
        if (position < size) {
            return true;
        }
        if (nextBlock >= frame.header().blocks()) {
            return false;
        }
        size = frame.read(nextBlock++, shuffled, scratch);
        position = 0;
        int type = frame.header().typeBytes();
        int elements = size / type;
        Codec.Shuffle shuffle = frame.header().shuffleOf(size);
        if (shuffle == Codec.Shuffle.NONE) {
            System.arraycopy(shuffled, 0, block, 0, size);
            return true;
        }
        for (int index = 0; index < type; index++) {
            if (shuffle == Codec.Shuffle.BIT) {
                BitShuffle.unshuffle(shuffled, elements, index, 0, elements, plane, 0, false, scratch.group);
            } else {
                System.arraycopy(shuffled, index * elements, plane, 0, elements);
            }
            for (int i = 0; i < elements; i++) {
                block[i * type + index] = plane[i];
            }
        }
        System.arraycopy(shuffled, elements * type, block, elements * type, size - elements * type);
        return true;
    }
}
