package dev.zarrgo.converter.codec;

/// A blosc chunk whose elements are those of the array, so that shuffled blocks go straight into planes.
final class BloscCursor extends ChunkCursor {

    /// A block that shrank this much consists of runs.
    private static final int FLAT_RATIO = 32;

    private final BloscFrame frame;
    private final ByteLayout layout;
    private final byte[] block;
    private int nextBlock;
    private int elements;
    private int position;
    private boolean flat;
    private Codec.Shuffle shuffle = Codec.Shuffle.NONE;

    BloscCursor(BloscFrame frame, ByteLayout layout) {
        this.frame = frame;
        this.layout = layout;
        this.block = new byte[frame.header().blockBytes() + BitShuffle.SLACK];
    }

    @Override
    public void read(int count, Planes target, int offset, DecodeScratch scratch) {
        int done = 0;
        while (done < count) {
            load(scratch);
            int n = Math.min(count - done, elements - position);
            unshuffle(position, position + n, target, offset + done, scratch);
            position += n;
            done += n;
        }
    }

    @Override
    public void skip(int count, DecodeScratch scratch) {
        int left = count;
        while (left > 0) {
            load(scratch);
            int n = Math.min(left, elements - position);
            position += n;
            left -= n;
        }
    }

    @Override
    public void finish() {
        // The header states both sizes, and they were checked when the frame was opened.
    }

    @Override
    public void close() {
        // Holds memory only.
    }

    private void load(DecodeScratch scratch) {
        if (position < elements) {
            return;
        }
        if (nextBlock >= frame.header().blocks()) {
            throw new CorruptChunkException("holds fewer elements than the chunk has");
        }
        flat = frame.storedBytesOf(nextBlock) < frame.header().blockBytes() / FLAT_RATIO;
        int size = frame.read(nextBlock++, block, scratch);
        shuffle = frame.header().shuffleOf(size);
        elements = size / layout.typeBytes();
        position = 0;
    }

    private void unshuffle(int from, int to, Planes target, int offset, DecodeScratch scratch) {
        int size = layout.typeBytes();
        for (int index = 0; index < size; index++) {
            byte[] plane = target.plane(layout.plane(index));
            switch (shuffle) {
                case BIT -> BitShuffle.unshuffle(block, elements, index, from, to, plane, offset, flat, scratch.group);
                case BYTE -> System.arraycopy(block, index * elements + from, plane, offset, to - from);
                case NONE -> pick(block, from * size + index, size, to - from, plane, offset);
            }
        }
    }

    private static void pick(byte[] block, int at, int stride, int count, byte[] plane, int offset) {
        if (stride == 1) {
            System.arraycopy(block, at, plane, offset, count);
            return;
        }
        for (int i = 0, from = at; i < count; i++, from += stride) {
            plane[offset + i] = block[from];
        }
    }
}
