package dev.zarrgo.converter.codec;

import java.util.List;

/// Where the bytes of a stored element belong among the planes.
///
/// @param typeBytes bytes of an element
/// @param wordBytes bytes of the unit that byte order applies to
/// @param bigEndian whether the most significant byte is stored first
record ByteLayout(int typeBytes, int wordBytes, boolean bigEndian) {

    static ByteLayout of(List<Codec> codecs, DataType type) {
        boolean big = codecs.stream()
                .anyMatch(codec -> codec instanceof Codec.Bytes bytes && bytes.endian() == Codec.Endian.BIG);
        return new ByteLayout(type.bytes(), type.wordBytes(), big);
    }

    /// The plane of the stored byte `index` of an element.
    int plane(int index) {
        return bigEndian ? index - index % wordBytes + (wordBytes - 1 - index % wordBytes) : index;
    }
}
