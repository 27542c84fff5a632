package dev.zarrgo.converter.store;

import java.util.ArrayDeque;
import java.util.Deque;

/// The memory of the readers of one store.
///
/// A window that a reader asks for now is always given, so that every open reader gets on; what is fetched
/// before it is asked for comes out of a budget.
final class WindowPool {

    /// Of one request. At 80 ms and 60 MB/s half of the time is waiting; sixteen of them still fill most
    /// networks, and all of them are a small part of the heap.
    static final int WINDOW_BYTES = 4 << 20;

    /// Windows kept for the next reader.
    private static final int KEPT = 16;

    private final long aheadBytes;
    private final Deque<byte[]> free = new ArrayDeque<>();
    private long aheadInUse;
    private volatile Runnable whenGiven = () -> {};

    /// @param aheadBytes the budget
    WindowPool(long aheadBytes) {
        this.aheadBytes = aheadBytes;
    }

    /// Sets what happens, on whatever thread, when something of the budget is given back.
    void whenGiven(Runnable action) {
        whenGiven = action;
    }

    /// An array of at least `length` bytes, at most a window.
    byte[] take(int length) {
        if (length <= WINDOW_BYTES / 2) {
            return new byte[length];
        }
        synchronized (this) {
            byte[] window = free.poll();
            if (window != null) {
                return window;
            }
        }
        return new byte[WINDOW_BYTES];
    }

    /// Takes an array back that nobody uses any more.
    synchronized void give(byte[] window) {
        if (window.length == WINDOW_BYTES && free.size() < KEPT) {
            free.push(window);
        }
    }

    /// Asks for a window out of the budget.
    synchronized boolean takeAhead() {
        if (aheadInUse + WINDOW_BYTES > aheadBytes) {
            return false;
        }
        aheadInUse += WINDOW_BYTES;
        return true;
    }

    /// Takes a window out of the budget, even if there is none.
    synchronized void takeAheadAnyway() {
        aheadInUse += WINDOW_BYTES;
    }

    /// Gives something back to the budget.
    void giveAhead(long bytes) {
        synchronized (this) {
            aheadInUse -= bytes;
        }
        whenGiven.run();
    }

    /// Of the budget, what is in use.
    synchronized long aheadInUse() {
        return aheadInUse;
    }
}
