package dev.zarrgo.cli;

import dev.zarrgo.converter.convert.Progress;

/// What a person sees of a validation that takes long.
final class ValidationProgress implements ProgressDisplay.Source {

    /// What takes less is not worth a line.
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private final Progress progress;
    private final long start = System.nanoTime();

    ValidationProgress(Progress progress) {
        this.progress = progress;
    }

    @Override
    public String label() {
        return System.nanoTime() - start < PATIENCE_NANOS ? "" : progress.label();
    }

    @Override
    public double share() {
        return (double) progress.pixelBytesDone() / Math.max(1, progress.pixelBytesTotal());
    }

    @Override
    public String detail(double seconds) {
        String speed = Terminal.bytes((long) (progress.pixelBytesDone() / seconds));
        return "%d of %d arrays   %s/s".formatted(progress.arraysDone(), progress.arraysTotal(), speed);
    }
}
