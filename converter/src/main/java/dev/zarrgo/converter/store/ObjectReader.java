package dev.zarrgo.converter.store;

import java.nio.ByteBuffer;

/// One object, open for reading. Cheapest when it is read from front to back.
public interface ObjectReader extends AutoCloseable {

    /// Bytes in all.
    long size();

    /// Fills `target` from `position` on.
    ///
    /// @throws EndOfObjectException if the object ends before
    void read(long position, ByteBuffer target);

    @Override
    void close();
}
