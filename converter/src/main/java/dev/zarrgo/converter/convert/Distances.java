package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.store.StoreSettings;

/// How source and target are reached, and how much memory may bridge the way.
///
/// @param source settings, memory included
/// @param target settings, memory included
record Distances(StoreSettings source, StoreSettings target) {

    /// Of the heap, for what is read ahead; enough for sixteen requests of a window each.
    private static final double READ_AHEAD_SHARE = 0.125;

    private static final long MAX_READ_AHEAD_BYTES = 128L << 20;

    /// Of the heap, for what is written and not sent yet.
    private static final double WRITE_BUFFER_SHARE = 0.08;

    private static final long MAX_WRITE_BUFFER_BYTES = 64L << 20;

    /// @param heapBytes of this process
    static Distances of(ConversionRequest.Connections connections, long heapBytes) {
        StoreSettings environment = StoreSettings.of(System.getenv());
        return new Distances(
                bounded(connections.source().orElse(environment), heapBytes),
                bounded(connections.target().orElse(environment), heapBytes));
    }

    private static StoreSettings bounded(StoreSettings settings, long heapBytes) {
        long readAhead = (long) Math.min(MAX_READ_AHEAD_BYTES, READ_AHEAD_SHARE * heapBytes);
        long writeBuffer = (long) Math.min(MAX_WRITE_BUFFER_BYTES, WRITE_BUFFER_SHARE * heapBytes);
        return settings.with(settings.limits().withMemory(readAhead, writeBuffer));
    }
}
