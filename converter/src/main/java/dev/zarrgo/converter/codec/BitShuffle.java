package dev.zarrgo.converter.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The bit shuffle of blosc, both ways.
///
/// A shuffled block of `n` elements holds `8 * typeBytes` bit rows of `n / 8` bytes: bit `i` of byte `k` in
/// row `r` is bit `r` of element `8 k + i`. Sixty-four elements of one byte plane are therefore eight bytes
/// of eight neighbouring rows.
///
/// The loops are cut into short static calls: a short-lived process compiles a method by its calls long
/// before it would replace a running loop.
///
/// Source: <https://github.com/kiyo-masui/bitshuffle>, as used by c-blosc 1.
final class BitShuffle {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// Elements per call of the inner kernel.
    static final int GROUP = 64;

    /// Bytes that a shuffled block must have behind its end, because whole groups are read.
    static final int SLACK = 8;

    private static final int GROUPS_PER_CALL = 32;

    private static final long BITS_1 = 0x5555555555555555L;
    private static final long BITS_2 = 0x3333333333333333L;
    private static final long BITS_4 = 0x0F0F0F0F0F0F0F0FL;
    private static final long BYTES_1 = 0x00FF00FF00FF00FFL;
    private static final long BYTES_2 = 0x0000FFFF0000FFFFL;
    private static final long BYTES_4 = 0x00000000FFFFFFFFL;

    private BitShuffle() {}

    /// Writes byte plane `plane` of the elements `from` to `to` (exclusive) of a shuffled block.
    ///
    /// @param block the shuffled block, from offset 0, with [#SLACK] readable bytes behind it
    /// @param elements elements in the block, a multiple of 8
    /// @param flat whether most neighbours are equal, which a shortcut makes use of
    /// @param scratch at least [#GROUP] bytes
    static void unshuffle(
            byte[] block,
            int elements,
            int plane,
            int from,
            int to,
            byte[] target,
            int offset,
            boolean flat,
            byte[] scratch) {
        int rowBytes = elements >>> 3;
        int base = plane * 8 * rowBytes;
        int at = from;
        int out = offset;
        int ragged = from & (GROUP - 1);
        if (ragged != 0) {
            int count = Math.min(GROUP - ragged, to - from);
            part(block, base + ((from - ragged) >>> 3), rowBytes, ragged, count, target, out, scratch);
            at += count;
            out += count;
        }
        int whole = (to - at) & -GROUP;
        for (int done = 0; done < whole; ) {
            int count = Math.min(whole - done, GROUP * GROUPS_PER_CALL);
            if (flat) {
                flatGroups(block, base + ((at + done) >>> 3), rowBytes, count, target, out + done);
            } else {
                groups(block, base + ((at + done) >>> 3), rowBytes, count, target, out + done);
            }
            done += count;
        }
        at += whole;
        out += whole;
        if (at < to) {
            part(block, base + (at >>> 3), rowBytes, 0, to - at, target, out, scratch);
        }
    }

    private static void part(
            byte[] block, int position, int rowBytes, int skip, int count, byte[] target, int offset, byte[] scratch) {
        group(block, position, rowBytes, scratch, 0);
        System.arraycopy(scratch, skip, target, offset, count);
    }

    private static void groups(byte[] block, int position, int rowBytes, int count, byte[] target, int offset) {
        for (int i = 0; i < count; i += GROUP) {
            group(block, position + (i >>> 3), rowBytes, target, offset + i);
        }
    }

    private static void flatGroups(byte[] block, int position, int rowBytes, int count, byte[] target, int offset) {
        for (int i = 0; i < count; i += GROUP) {
            if (!same(block, position + (i >>> 3), rowBytes, target, offset + i)) {
                group(block, position + (i >>> 3), rowBytes, target, offset + i);
            }
        }
    }

    /// Sixty-four elements: transposes bits between the eight rows, then bytes.
    private static void group(byte[] block, int position, int rowBytes, byte[] target, int offset) {
        int p = position;
        long t;
        long a = (long) LONG.get(block, p);
        long b = (long) LONG.get(block, p += rowBytes);
        t = ((a >>> 1) ^ b) & BITS_1;
        b ^= t;
        a ^= t << 1;
        t = ((a >>> 8) ^ b) & BYTES_1;
        b ^= t;
        a ^= t << 8;
        long c = (long) LONG.get(block, p += rowBytes);
        long d = (long) LONG.get(block, p += rowBytes);
        t = ((c >>> 1) ^ d) & BITS_1;
        d ^= t;
        c ^= t << 1;
        t = ((c >>> 8) ^ d) & BYTES_1;
        d ^= t;
        c ^= t << 8;
        t = ((a >>> 2) ^ c) & BITS_2;
        c ^= t;
        a ^= t << 2;
        t = ((a >>> 16) ^ c) & BYTES_2;
        c ^= t;
        a ^= t << 16;
        t = ((b >>> 2) ^ d) & BITS_2;
        d ^= t;
        b ^= t << 2;
        t = ((b >>> 16) ^ d) & BYTES_2;
        d ^= t;
        b ^= t << 16;
        long e = (long) LONG.get(block, p += rowBytes);
        long f = (long) LONG.get(block, p += rowBytes);
        long g = (long) LONG.get(block, p += rowBytes);
        long h = (long) LONG.get(block, p += rowBytes);
        if ((e | f | g | h) == 0) {
            // Values below 16, as in the high bytes of most reflectance: the upper rows are empty.
            t = (a >>> 4) & BITS_4;
            a &= BITS_4;
            LONG.set(target, offset + 0, (a & BYTES_4) | (t << 32));
            LONG.set(target, offset + 32, (a >>> 32) | (t & ~BYTES_4));
            t = (b >>> 4) & BITS_4;
            b &= BITS_4;
            LONG.set(target, offset + 8, (b & BYTES_4) | (t << 32));
            LONG.set(target, offset + 40, (b >>> 32) | (t & ~BYTES_4));
            t = (c >>> 4) & BITS_4;
            c &= BITS_4;
            LONG.set(target, offset + 16, (c & BYTES_4) | (t << 32));
            LONG.set(target, offset + 48, (c >>> 32) | (t & ~BYTES_4));
            t = (d >>> 4) & BITS_4;
            d &= BITS_4;
            LONG.set(target, offset + 24, (d & BYTES_4) | (t << 32));
            LONG.set(target, offset + 56, (d >>> 32) | (t & ~BYTES_4));
            return;
        }
        t = ((e >>> 1) ^ f) & BITS_1;
        f ^= t;
        e ^= t << 1;
        t = ((e >>> 8) ^ f) & BYTES_1;
        f ^= t;
        e ^= t << 8;
        t = ((g >>> 1) ^ h) & BITS_1;
        h ^= t;
        g ^= t << 1;
        t = ((g >>> 8) ^ h) & BYTES_1;
        h ^= t;
        g ^= t << 8;
        t = ((e >>> 2) ^ g) & BITS_2;
        g ^= t;
        e ^= t << 2;
        t = ((e >>> 16) ^ g) & BYTES_2;
        g ^= t;
        e ^= t << 16;
        t = ((f >>> 2) ^ h) & BITS_2;
        h ^= t;
        f ^= t << 2;
        t = ((f >>> 16) ^ h) & BYTES_2;
        h ^= t;
        f ^= t << 16;
        t = ((a >>> 4) ^ e) & BITS_4;
        e ^= t;
        a ^= t << 4;
        t = ((a >>> 32) ^ e) & BYTES_4;
        e ^= t;
        a ^= t << 32;
        LONG.set(target, offset + 0, a);
        LONG.set(target, offset + 32, e);
        t = ((b >>> 4) ^ f) & BITS_4;
        f ^= t;
        b ^= t << 4;
        t = ((b >>> 32) ^ f) & BYTES_4;
        f ^= t;
        b ^= t << 32;
        LONG.set(target, offset + 8, b);
        LONG.set(target, offset + 40, f);
        t = ((c >>> 4) ^ g) & BITS_4;
        g ^= t;
        c ^= t << 4;
        t = ((c >>> 32) ^ g) & BYTES_4;
        g ^= t;
        c ^= t << 32;
        LONG.set(target, offset + 16, c);
        LONG.set(target, offset + 48, g);
        t = ((d >>> 4) ^ h) & BITS_4;
        h ^= t;
        d ^= t << 4;
        t = ((d >>> 32) ^ h) & BYTES_4;
        h ^= t;
        d ^= t << 32;
        LONG.set(target, offset + 24, d);
        LONG.set(target, offset + 56, h);
    }

    /// Sixty-four equal elements, where every row is all zeros or all ones; false if they are not.
    private static boolean same(byte[] block, int position, int rowBytes, byte[] target, int offset) {
        int p = position;
        long a = (long) LONG.get(block, p);
        long b = (long) LONG.get(block, p += rowBytes);
        long c = (long) LONG.get(block, p += rowBytes);
        long d = (long) LONG.get(block, p += rowBytes);
        long e = (long) LONG.get(block, p += rowBytes);
        long f = (long) LONG.get(block, p += rowBytes);
        long g = (long) LONG.get(block, p += rowBytes);
        long h = (long) LONG.get(block, p + rowBytes);
        // Of all numbers only 0 and -1 have a successor without bits above the lowest.
        long above = (a + 1) | (b + 1) | (c + 1) | (d + 1) | (e + 1) | (f + 1) | (g + 1) | (h + 1);
        if (above >>> 1 != 0) {
            return false;
        }
        long value = (a & 1) | (b & 2) | (c & 4) | (d & 8) | (e & 16) | (f & 32) | (g & 64) | (h & 128);
        long word = value * 0x0101010101010101L;
        LONG.set(target, offset, word);
        LONG.set(target, offset + 8, word);
        LONG.set(target, offset + 16, word);
        LONG.set(target, offset + 24, word);
        LONG.set(target, offset + 32, word);
        LONG.set(target, offset + 40, word);
        LONG.set(target, offset + 48, word);
        LONG.set(target, offset + 56, word);
        return true;
    }

    /// Shuffles `elements` elements of one byte plane into a block.
    ///
    /// @param source the plane, the first element at `from`
    /// @param elements elements in the block, a multiple of 8
    /// @param block the shuffled block, from offset 0
    /// @param scratch at least `2 * GROUP` bytes
    static void shuffle(byte[] source, int from, int elements, byte[] block, int plane, byte[] scratch) {
        int rowBytes = elements >>> 3;
        int base = plane * 8 * rowBytes;
        int whole = elements & -GROUP;
        for (int done = 0; done < whole; ) {
            int count = Math.min(whole - done, GROUP * GROUPS_PER_CALL);
            shuffleGroups(source, from + done, count, block, base + (done >>> 3), rowBytes);
            done += count;
        }
        int rest = elements - whole;
        if (rest > 0) {
            Arrays.fill(scratch, 0, GROUP, (byte) 0);
            System.arraycopy(source, from + whole, scratch, 0, rest);
            shuffleGroup(scratch, 0, scratch, GROUP, Long.BYTES);
            for (int row = 0; row < 8; row++) {
                int target = base + row * rowBytes + (whole >>> 3);
                System.arraycopy(scratch, GROUP + row * Long.BYTES, block, target, rest >>> 3);
            }
        }
    }

    private static void shuffleGroups(byte[] source, int offset, int count, byte[] block, int position, int rowBytes) {
        for (int i = 0; i < count; i += GROUP) {
            shuffleGroup(source, offset + i, block, position + (i >>> 3), rowBytes);
        }
    }

    /// The steps of [#group] from the last to the first; each of them undoes itself.
    private static void shuffleGroup(byte[] source, int offset, byte[] block, int position, int rowBytes) {
        long t;
        long a = (long) LONG.get(source, offset);
        long e = (long) LONG.get(source, offset + 32);
        t = ((a >>> 32) ^ e) & BYTES_4;
        e ^= t;
        a ^= t << 32;
        t = ((a >>> 4) ^ e) & BITS_4;
        e ^= t;
        a ^= t << 4;
        long b = (long) LONG.get(source, offset + 8);
        long f = (long) LONG.get(source, offset + 40);
        t = ((b >>> 32) ^ f) & BYTES_4;
        f ^= t;
        b ^= t << 32;
        t = ((b >>> 4) ^ f) & BITS_4;
        f ^= t;
        b ^= t << 4;
        long c = (long) LONG.get(source, offset + 16);
        long g = (long) LONG.get(source, offset + 48);
        t = ((c >>> 32) ^ g) & BYTES_4;
        g ^= t;
        c ^= t << 32;
        t = ((c >>> 4) ^ g) & BITS_4;
        g ^= t;
        c ^= t << 4;
        long d = (long) LONG.get(source, offset + 24);
        long h = (long) LONG.get(source, offset + 56);
        t = ((d >>> 32) ^ h) & BYTES_4;
        h ^= t;
        d ^= t << 32;
        t = ((d >>> 4) ^ h) & BITS_4;
        h ^= t;
        d ^= t << 4;
        t = ((a >>> 16) ^ c) & BYTES_2;
        c ^= t;
        a ^= t << 16;
        t = ((a >>> 2) ^ c) & BITS_2;
        c ^= t;
        a ^= t << 2;
        t = ((b >>> 16) ^ d) & BYTES_2;
        d ^= t;
        b ^= t << 16;
        t = ((b >>> 2) ^ d) & BITS_2;
        d ^= t;
        b ^= t << 2;
        int p = position;
        t = ((a >>> 8) ^ b) & BYTES_1;
        b ^= t;
        a ^= t << 8;
        t = ((a >>> 1) ^ b) & BITS_1;
        b ^= t;
        a ^= t << 1;
        LONG.set(block, p, a);
        LONG.set(block, p += rowBytes, b);
        t = ((c >>> 8) ^ d) & BYTES_1;
        d ^= t;
        c ^= t << 8;
        t = ((c >>> 1) ^ d) & BITS_1;
        d ^= t;
        c ^= t << 1;
        LONG.set(block, p += rowBytes, c);
        LONG.set(block, p += rowBytes, d);
        t = ((e >>> 16) ^ g) & BYTES_2;
        g ^= t;
        e ^= t << 16;
        t = ((e >>> 2) ^ g) & BITS_2;
        g ^= t;
        e ^= t << 2;
        t = ((f >>> 16) ^ h) & BYTES_2;
        h ^= t;
        f ^= t << 16;
        t = ((f >>> 2) ^ h) & BITS_2;
        h ^= t;
        f ^= t << 2;
        t = ((e >>> 8) ^ f) & BYTES_1;
        f ^= t;
        e ^= t << 8;
        t = ((e >>> 1) ^ f) & BITS_1;
        f ^= t;
        e ^= t << 1;
        LONG.set(block, p += rowBytes, e);
        LONG.set(block, p += rowBytes, f);
        t = ((g >>> 8) ^ h) & BYTES_1;
        h ^= t;
        g ^= t << 8;
        t = ((g >>> 1) ^ h) & BITS_1;
        h ^= t;
        g ^= t << 1;
        LONG.set(block, p += rowBytes, g);
        LONG.set(block, p += rowBytes, h);
    }
}
