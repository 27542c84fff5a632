package dev.zarrgo.converter.codec;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A chunk whose decoded bytes come as a stream of whole elements.
final class StreamCursor extends ChunkCursor {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int ELEMENTS_PER_CALL = 1024;

    private final InputStream in;
    private final ByteLayout layout;

    StreamCursor(InputStream in, ByteLayout layout) {
        this.in = in;
        this.layout = layout;
    }

    @Override
    public void read(int count, Planes target, int offset, DecodeScratch scratch) {
        int size = layout.typeBytes();
        if (size == 1) {
            readFully(target.plane(0), offset, count);
            return;
        }
        int elementsPerRead = Math.max(1, BUFFER_BYTES / size);
        byte[] buffer = scratch.heap(elementsPerRead * size);
        for (int done = 0; done < count; ) {
            int n = Math.min(count - done, elementsPerRead);
            readFully(buffer, 0, n * size);
            split(buffer, n, target, offset + done);
            done += n;
        }
    }

    @Override
    public void skip(int count, DecodeScratch scratch) {
        try {
            in.skipNBytes((long) count * layout.typeBytes());
        } catch (IOException broken) {
            throw Unpacking.corrupt(broken);
        }
    }

    @Override
    public void finish() {
        try {
            if (in.read() >= 0) {
                throw new CorruptChunkException("decodes to more bytes than the chunk has elements for");
            }
        } catch (IOException broken) {
            throw Unpacking.corrupt(broken);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException broken) {
            throw Unpacking.corrupt(broken);
        }
    }

    private void readFully(byte[] target, int offset, int length) {
        try {
            int n = in.readNBytes(target, offset, length);
            if (n < length) {
                throw new CorruptChunkException("decodes to too few bytes, %,d are missing".formatted(length - n));
            }
        } catch (IOException broken) {
            throw Unpacking.corrupt(broken);
        }
    }

    private void split(byte[] buffer, int count, Planes target, int offset) {
        if (layout.typeBytes() == 2) {
            byte[] first = target.plane(layout.plane(0));
            byte[] second = target.plane(layout.plane(1));
            for (int done = 0; done < count; done += ELEMENTS_PER_CALL) {
                splitPairs(buffer, done, Math.min(count - done, ELEMENTS_PER_CALL), first, second, offset + done);
            }
            return;
        }
        for (int index = 0; index < layout.typeBytes(); index++) {
            byte[] plane = target.plane(layout.plane(index));
            for (int done = 0; done < count; done += ELEMENTS_PER_CALL) {
                int n = Math.min(count - done, ELEMENTS_PER_CALL);
                pick(buffer, done * layout.typeBytes() + index, layout.typeBytes(), n, plane, offset + done);
            }
        }
    }

    private static void pick(byte[] buffer, int at, int stride, int count, byte[] plane, int offset) {
        for (int i = 0, from = at; i < count; i++, from += stride) {
            plane[offset + i] = buffer[from];
        }
    }

    /// Eight elements of two bytes at a time.
    private static void splitPairs(byte[] buffer, int start, int count, byte[] first, byte[] second, int offset) {
        int i = 0;
        for (; i <= count - 8; i += 8) {
            long a = (long) LONG.get(buffer, 2 * (start + i));
            long b = (long) LONG.get(buffer, 2 * (start + i) + 8);
            LONG.set(first, offset + i, even(a) | even(b) << 32);
            LONG.set(second, offset + i, even(a >>> 8) | even(b >>> 8) << 32);
        }
        for (; i < count; i++) {
            first[offset + i] = buffer[2 * (start + i)];
            second[offset + i] = buffer[2 * (start + i) + 1];
        }
    }

    /// The bytes 0, 2, 4 and 6 of a long, side by side.
    private static long even(long word) {
        long x = word & 0x00FF00FF00FF00FFL;
        x = (x | x >>> 8) & 0x0000FFFF0000FFFFL;
        return (x | x >>> 16) & 0x00000000FFFFFFFFL;
    }
}
