package dev.zarrgo.converter.store;

/// The memory that a store takes while it is used, for whoever divides the heap. All in bytes; none for
/// stores whose bytes are at hand.
///
/// @param perReader of an open reader that is read from front to back
/// @param readAhead at most, of all readers and expected objects together
/// @param perWriter of an open writer
/// @param writeBuffer at most, of all writers together, beyond that
public record Footprint(long perReader, long readAhead, long perWriter, long writeBuffer) {

    /// Of a store whose bytes are at hand.
    public static final Footprint NONE = new Footprint(0, 0, 0, 0);
}
