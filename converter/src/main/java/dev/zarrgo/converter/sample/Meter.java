package dev.zarrgo.converter.sample;

/// Adds up what has been done and tells about it.
final class Meter {

    private final long total;
    private final SampleProgress progress;
    private long done;

    Meter(long total, SampleProgress progress) {
        this.total = total;
        this.progress = progress;
    }

    synchronized void add(long bytes) {
        done += bytes;
        progress.advanced(done, total);
    }
}
