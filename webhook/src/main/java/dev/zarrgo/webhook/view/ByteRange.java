package dev.zarrgo.webhook.view;

/// A part of an object.
///
/// @param first byte, from 0
/// @param last byte, which belongs to it
record ByteRange(long first, long last) {

    ByteRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("not a part: bytes %d to %d".formatted(first, last));
        }
    }

    static ByteRange whole(long size) {
        return new ByteRange(0, size - 1);
    }

    long length() {
        return last - first + 1;
    }

    /// As `Content-Range` states it.
    String of(long size) {
        return "bytes %d-%d/%d".formatted(first, last, size);
    }
}
