package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.codec.Planes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Large buffers that are used again instead of being allocated and cleared for every strip.
final class StripPool {

    /// Below this a buffer is cheaper made anew.
    private static final int SMALL = 1 << 18;

    private final int capacity;
    private final Map<Integer, Deque<Planes>> free = new HashMap<>();

    /// @param capacity pixels of the largest strip
    StripPool(int capacity) {
        this.capacity = capacity;
    }

    Planes take(int typeBytes, int rows, int width) {
        int pixels = rows * width;
        if (pixels <= SMALL) {
            return new Planes(typeBytes, pixels).reshape(rows, width);
        }
        Planes planes = poll(typeBytes);
        return (planes == null ? new Planes(typeBytes, Math.max(capacity, pixels)) : planes).reshape(rows, width);
    }

    private synchronized @Nullable Planes poll(int typeBytes) {
        Deque<Planes> strips = free.get(typeBytes);
        return strips == null ? null : strips.poll();
    }

    synchronized void give(Planes planes) {
        if (planes.capacity() >= capacity) {
            free.computeIfAbsent(planes.typeBytes(), _ -> new ArrayDeque<>()).push(planes);
        }
    }
}
