package dev.zarrgo.converter.codec;

import org.jspecify.annotations.Nullable;

/// The bytes of a chunk do not decode. Whoever knows the array and the chunk turns this into a failure that
/// names them.
public final class CorruptChunkException extends RuntimeException {

    public CorruptChunkException(String message) {
        this(message, null);
    }

    public CorruptChunkException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
