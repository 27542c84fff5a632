package dev.zarrgo.converter.codec;

/// A rectangle of elements, one byte array per byte of the element, least significant byte first.
///
/// The element at row `r` and column `c` has its byte `b` in `plane(b)[r * width + c]`. A shuffled chunk is
/// already in this form, so that neither decoding nor encoding has to interleave bytes, and byte order is
/// the order of the planes.
///
/// Not safe for use by several threads at once; the owner passes it on as a whole.
public final class Planes {

    private final byte[][] planes;
    private int width;
    private int rows;

    /// @param typeBytes bytes of an element, at least 1
    /// @param capacity elements that fit
    public Planes(int typeBytes, int capacity) {
        this.planes = new byte[typeBytes][capacity];
    }

    /// Makes this a rectangle of `rows` x `width` elements with undefined content.
    ///
    /// @throws IllegalArgumentException if they do not fit
    public Planes reshape(int rows, int width) {
        if (rows < 0 || width < 1 || Math.multiplyExact(rows, width) > capacity()) {
            throw new IllegalArgumentException("%d x %d elements do not fit %d".formatted(rows, width, capacity()));
        }
        this.rows = rows;
        this.width = width;
        return this;
    }

    public byte[] plane(int index) {
        return planes[index];
    }

    public int typeBytes() {
        return planes.length;
    }

    public int width() {
        return width;
    }

    public int rows() {
        return rows;
    }

    public int capacity() {
        return planes[0].length;
    }
}
