package dev.zarrgo.cli;

import dev.zarrgo.converter.sample.SampleProgress;

/// How far the making of a sample is.
final class SampleMeter implements SampleProgress, ProgressDisplay.Source {

    private final String label;
    private volatile long doneBytes;
    private volatile long totalBytes = 1;

    SampleMeter(String label) {
        this.label = label;
    }

    @Override
    public void advanced(long done, long total) {
        totalBytes = total;
        doneBytes = done;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public double share() {
        return (double) doneBytes / totalBytes;
    }

    @Override
    public String detail(double seconds) {
        return Terminal.bytes((long) (doneBytes / seconds)) + "/s";
    }
}
