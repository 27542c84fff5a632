package dev.zarrgo.converter.store;

import java.util.concurrent.atomic.LongAdder;

/// Counters of what was read from and written to stores; safe for many threads, read at any time.
public final class Traffic {

    private final LongAdder objectsRead = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder readNanos = new LongAdder();
    private final LongAdder objectsWritten = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();
    private final LongAdder writeNanos = new LongAdder();

    void objectRead() {
        objectsRead.increment();
    }

    void read(long bytes, long nanos) {
        bytesRead.add(bytes);
        readNanos.add(nanos);
    }

    void objectWritten() {
        objectsWritten.increment();
    }

    void written(long bytes, long nanos) {
        bytesWritten.add(bytes);
        writeNanos.add(nanos);
    }

    public long objectsRead() {
        return objectsRead.sum();
    }

    public long bytesRead() {
        return bytesRead.sum();
    }

    /// Thread time spent waiting for reads.
    public long readNanos() {
        return readNanos.sum();
    }

    public long objectsWritten() {
        return objectsWritten.sum();
    }

    public long bytesWritten() {
        return bytesWritten.sum();
    }

    /// Thread time spent waiting for writes.
    public long writeNanos() {
        return writeNanos.sum();
    }
}
