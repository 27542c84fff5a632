package dev.zarrgo.cli;

import dev.zarrgo.converter.convert.ConversionOptions;
import dev.zarrgo.converter.convert.Progress;
import java.util.Locale;

/// What a person sees of a running conversion.
final class ConversionProgress implements ProgressDisplay.Source {

    private final Progress progress;
    private final ConversionOptions options;

    ConversionProgress(Progress progress, ConversionOptions options) {
        this.progress = progress;
        this.options = options;
    }

    @Override
    public String label() {
        return progress.label().isEmpty()
                ? ""
                : "%s → %s, %d px chunks%s"
                        .formatted(
                                progress.label(),
                                options.encoding().name().toLowerCase(Locale.ROOT),
                                options.spatialChunk(),
                                options.sharding() ? ", sharded" : "");
    }

    @Override
    public double share() {
        return (double) progress.pixelBytesDone() / Math.max(1, progress.pixelBytesTotal());
    }

    @Override
    public String detail(double seconds) {
        return "%d of %d arrays   %s/s".formatted(progress.arraysDone(), progress.arraysTotal(), Terminal.bytes((long)
                (progress.pixelBytesDone() / seconds)));
    }
}
