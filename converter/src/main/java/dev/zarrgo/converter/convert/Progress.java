package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.store.Traffic;
import java.util.concurrent.atomic.LongAdder;

/// How far a conversion is; written by the run, read by whoever shows it, at any time.
public final class Progress {

    private volatile String label = "";
    private volatile int arraysTotal;
    private volatile long pixelBytesTotal;
    private volatile int arraysKept;
    private final LongAdder arraysDone = new LongAdder();
    private final LongAdder pixelBytesDone = new LongAdder();
    private final Traffic source = new Traffic();
    private final Traffic target = new Traffic();
    private final Timeline timeline;

    public Progress() {
        this(new Timeline());
    }

    /// @param timeline takes what each thread does
    public Progress(Timeline timeline) {
        this.timeline = timeline;
    }

    public void planned(String text, int arrays, long pixelBytes) {
        arraysTotal = arrays;
        pixelBytesTotal = pixelBytes;
        label = text;
    }

    public void arrayDone() {
        arraysDone.increment();
    }

    public void pixelsDone(long bytes) {
        pixelBytesDone.add(bytes);
    }

    void kept(int arrays) {
        arraysKept = arrays;
    }

    /// Arrays that a run which has failed leaves for another one to go on with.
    public int arraysKept() {
        return arraysKept;
    }

    /// What the source is; empty until it is known.
    public String label() {
        return label;
    }

    public int arraysTotal() {
        return arraysTotal;
    }

    public long arraysDone() {
        return arraysDone.sum();
    }

    /// Decoded bytes that are going to be written.
    public long pixelBytesTotal() {
        return pixelBytesTotal;
    }

    public long pixelBytesDone() {
        return pixelBytesDone.sum();
    }

    /// What was read from the source.
    public Traffic source() {
        return source;
    }

    /// What was written to the target.
    public Traffic target() {
        return target;
    }

    /// What each thread did, and when.
    public Timeline timeline() {
        return timeline;
    }
}
