package dev.zarrgo.converter.store;

import java.util.ArrayDeque;
import java.util.Deque;

/// The memory of the writers of one store: segments that are full and not sent yet come out of a budget;
/// the one that a writer is filling is its own.
final class WriteBudget {

    /// Of a part; a service takes none below 5 MiB, and no more than 10,000.
    static final int SEGMENT_BYTES = 8 << 20;

    private static final int KEPT = 8;

    private final long budgetBytes;
    private final Deque<byte[]> free = new ArrayDeque<>();
    private long inUse;

    WriteBudget(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    synchronized boolean take() {
        if (inUse + SEGMENT_BYTES > budgetBytes) {
            return false;
        }
        inUse += SEGMENT_BYTES;
        return true;
    }

    synchronized void give() {
        inUse -= SEGMENT_BYTES;
    }

    synchronized long inUse() {
        return inUse;
    }

    /// An array for a segment, of whatever content.
    byte[] segment() {
        synchronized (this) {
            byte[] segment = free.poll();
            if (segment != null) {
                return segment;
            }
        }
        return new byte[SEGMENT_BYTES];
    }

    synchronized void reuse(byte[] segment) {
        if (segment.length == SEGMENT_BYTES && free.size() < KEPT) {
            free.push(segment);
        }
    }
}
