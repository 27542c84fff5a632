package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.codec.Planes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Large buffers that are used again instead of being allocated and cleared for every strip.
final class StripPool {

    /// Below this a buffer is cheaper made anew.
    private static final int SMALL_PIXELS = 1 << 18;

    /// How much larger than needed a buffer may be.
    private static final double MAX_EXCESS = 1.25;

    private final long limitBytes;
    /// The ones that were given back first are the first to go.
    private final Deque<Planes> free = new ArrayDeque<>();
    private long freeBytes;

    /// @param limitBytes what is kept at most
    StripPool(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    Planes take(int typeBytes, int rows, int width) {
        int pixels = rows * width;
        Planes kept = pixels <= SMALL_PIXELS ? null : find(typeBytes, pixels);
        return (kept == null ? new Planes(typeBytes, pixels) : kept).reshape(rows, width);
    }

    private synchronized @Nullable Planes find(int typeBytes, int pixels) {
        for (Iterator<Planes> candidates = free.iterator(); candidates.hasNext(); ) {
            Planes planes = candidates.next();
            if (planes.typeBytes() == typeBytes
                    && planes.capacity() >= pixels
                    && planes.capacity() <= MAX_EXCESS * pixels) {
                candidates.remove();
                freeBytes -= bytes(planes);
                return planes;
            }
        }
        return null;
    }

    synchronized void give(Planes planes) {
        if (planes.capacity() <= SMALL_PIXELS) {
            return;
        }
        free.addLast(planes);
        freeBytes += bytes(planes);
        while (freeBytes > limitBytes) {
            freeBytes -= bytes(free.removeFirst());
        }
    }

    private static long bytes(Planes planes) {
        return (long) planes.capacity() * planes.typeBytes();
    }
}
