package dev.zarrgo.cli;

import dev.zarrgo.converter.stage.CopyMeter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// How far a copy is.
final class CopyProgress implements CopyMeter, ProgressDisplay.Source {

    private final String label;
    private final AtomicInteger objects = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile int allObjects;
    private volatile long allBytes;

    CopyProgress(String label) {
        this.label = label;
    }

    @Override
    public void found(int number, long size) {
        allBytes = size;
        allObjects = number;
    }

    @Override
    public void done(long size) {
        objects.incrementAndGet();
        bytes.addAndGet(size);
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public double share() {
        return allBytes == 0 ? 0 : (double) bytes.get() / allBytes;
    }

    @Override
    public String detail(double seconds) {
        return "%d of %d objects   %s/s"
                .formatted(objects.get(), allObjects, Terminal.bytes((long) (bytes.get() / seconds)));
    }
}
