package dev.zarrgo.converter.store;

import java.nio.ByteBuffer;

/// One object, being written from front to back. Used by one thread at a time.
public interface ObjectWriter extends AutoCloseable {

    /// Appends everything in `content`.
    void append(ByteBuffer content);

    /// Bytes appended so far.
    long size();

    /// Makes the object visible.
    void commit();

    /// Gives the object up unless it was committed.
    @Override
    void close();
}
