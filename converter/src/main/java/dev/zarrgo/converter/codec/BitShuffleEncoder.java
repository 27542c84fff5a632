package dev.zarrgo.converter.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Encodes chunks as blosc frames of bit-shuffled zstd blocks, the form that EOPF products of Zarr v2 have.
///
/// Blocks are 128 KiB and not split, as c-blosc 1 makes them for zstd at level 3; they depend on nothing
/// but their elements, so that several threads may share a chunk. A block whose number of elements is not a
/// multiple of 8 is not shuffled, and a frame that would not be smaller is stored as it is.
///
/// One thread at a time.
///
/// Source: rules I8, L32; <https://github.com/Blosc/c-blosc/blob/main/README_CHUNK_FORMAT.rst>
public final class BitShuffleEncoder implements AutoCloseable {

    /// Decoded bytes of every block but the last.
    public static final int BLOCK_BYTES = 128 * 1024;

    /// What c-blosc does not try to compress.
    private static final int SMALL_BYTES = 128;

    private final ZstdCompressCtx zstd;
    private final byte[] shuffled = new byte[BLOCK_BYTES];
    private final byte[] compressed = new byte[(int) Zstd.compressBound(BLOCK_BYTES)];
    private final byte[] scratch = new byte[2 * BitShuffle.GROUP];

    /// @param zstdLevel as zstd counts
    public BitShuffleEncoder(int zstdLevel) {
        this.zstd = new ZstdCompressCtx().setLevel(zstdLevel);
    }

    /// Elements of every block but the last.
    public static int blockElements(int typeBytes) {
        return BLOCK_BYTES / typeBytes;
    }

    /// Encodes one block.
    ///
    /// @param elements as many as [#blockElements], or the rest of the chunk
    /// @return a frame is a [#head] and all its blocks in order
    public byte[] block(Planes elementsByPlane, int from, int elements) {
        int typeBytes = elementsByPlane.typeBytes();
        if (elements % 8 == 0) {
            for (int plane = 0; plane < typeBytes; plane++) {
                BitShuffle.shuffle(elementsByPlane.plane(plane), from, elements, shuffled, plane, scratch);
            }
        } else {
            interleave(elementsByPlane, from, elements, shuffled);
        }
        return compressed(elements * typeBytes);
    }

    private byte[] compressed(int size) {
        int length = zstd.compressByteArray(compressed, 0, compressed.length, shuffled, 0, size);
        boolean smaller = length < size;
        ByteBuffer block =
                ByteBuffer.allocate(Integer.BYTES + (smaller ? length : size)).order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(block.remaining() - Integer.BYTES);
        block.put(smaller ? compressed : shuffled, 0, block.remaining());
        return block.array();
    }

    private static void interleave(Planes source, int from, int elements, byte[] target) {
        int typeBytes = source.typeBytes();
        for (int b = 0; b < typeBytes; b++) {
            byte[] plane = source.plane(b);
            for (int i = 0, at = b; i < elements; i++, at += typeBytes) {
                target[at] = plane[from + i];
            }
        }
    }

    /// The beginning of a frame: header and block table.
    public static ByteBuffer head(int typeBytes, int chunkBytes, List<byte[]> blocks) {
        ByteBuffer head =
                ByteBuffer.allocate(BloscHeader.BYTES + 4 * blocks.size()).order(ByteOrder.LITTLE_ENDIAN);
        int end = head.capacity()
                + blocks.stream().mapToInt(block -> block.length).sum();
        int blockBytes = blockElements(typeBytes) * typeBytes;
        putHeader(head, 0, typeBytes, chunkBytes, Math.min(blockBytes, chunkBytes), end);
        int at = head.capacity();
        for (byte[] block : blocks) {
            head.putInt(at);
            at += block.length;
        }
        return head.flip();
    }

    private static void putHeader(ByteBuffer head, int more, int typeBytes, int bytes, int blockBytes, int stored) {
        int flags = BloscHeader.ZSTD << 5 | BloscHeader.NOT_SPLIT | BloscHeader.BIT_SHUFFLE | more;
        head.put((byte) BloscHeader.FORMAT_VERSION).put((byte) 1).put((byte) flags);
        head.put((byte) typeBytes).putInt(bytes).putInt(blockBytes).putInt(stored);
    }

    /// Encodes a whole chunk, which is meant to be a small one.
    ///
    /// @param content elements one behind the other, least significant byte first
    public ByteBuffer chunk(int typeBytes, byte[] content) {
        if (content.length >= SMALL_BYTES) {
            List<byte[]> blocks = blocks(planes(typeBytes, content));
            ByteBuffer head = head(typeBytes, content.length, blocks);
            int size = head.remaining()
                    + blocks.stream().mapToInt(block -> block.length).sum();
            if (size < content.length + BloscHeader.BYTES) {
                ByteBuffer frame = ByteBuffer.allocate(size).put(head);
                blocks.forEach(frame::put);
                return frame.flip();
            }
        }
        int stored = content.length + BloscHeader.BYTES;
        ByteBuffer frame = ByteBuffer.allocate(stored).order(ByteOrder.LITTLE_ENDIAN);
        putHeader(frame, BloscHeader.STORED, typeBytes, content.length, content.length, stored);
        return frame.put(content).flip();
    }

    private List<byte[]> blocks(Planes elements) {
        var blocks = new ArrayList<byte[]>();
        int most = blockElements(elements.typeBytes());
        for (int from = 0; from < elements.width(); from += most) {
            blocks.add(block(elements, from, Math.min(most, elements.width() - from)));
        }
        return blocks;
    }

    private static Planes planes(int typeBytes, byte[] content) {
        int elements = content.length / typeBytes;
        var planes = new Planes(typeBytes, elements);
        for (int b = 0; b < typeBytes; b++) {
            byte[] plane = planes.plane(b);
            for (int i = 0; i < elements; i++) {
                plane[i] = content[i * typeBytes + b];
            }
        }
        return planes.reshape(1, elements);
    }

    @Override
    public void close() {
        zstd.close();
    }
}
