package dev.zarrgo.converter.store;

/// An object ends before the last byte that was asked for. Whoever knows what the object is names it.
public final class EndOfObjectException extends RuntimeException {

    public EndOfObjectException(long size, long wanted) {
        super("stored object ends after %,d of %,d bytes".formatted(size, wanted));
    }
}
