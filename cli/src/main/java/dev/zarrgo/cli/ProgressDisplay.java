package dev.zarrgo.cli;

import dev.zarrgo.converter.convert.ConversionOptions;
import dev.zarrgo.converter.convert.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/// Shows a conversion's progress while it runs: a bar that stays on its line, or a line now and then.
final class ProgressDisplay implements AutoCloseable {

    private static final int BAR_CELLS = 24;
    private static final long BAR_MILLIS = 100;
    private static final long PLAIN_MILLIS = 5_000;
    private static final String CLEAR_LINE = "\r\u001B[K";

    private final boolean bar;
    private final Progress progress;
    private final ConversionOptions options;
    private final PrintWriter err;
    private final Thread thread;
    private final long start = System.nanoTime();
    private boolean labelled;
    private volatile boolean ended;

    private ProgressDisplay(boolean bar, Progress progress, ConversionOptions options, PrintWriter err) {
        this.bar = bar;
        this.progress = progress;
        this.options = options;
        this.err = err;
        this.thread = Thread.ofPlatform().name("progress").daemon().unstarted(this::show);
    }

    /// Starts to show, unless the style is not to.
    static ProgressDisplay start(ProgressStyle style, Progress progress, ConversionOptions options, PrintWriter err) {
        boolean bar = style == ProgressStyle.BAR || (style == ProgressStyle.AUTO && Terminal.isInteractive());
        var display = new ProgressDisplay(bar, progress, options, err);
        if (style != ProgressStyle.NONE) {
            display.thread.start();
        }
        return display;
    }

    private void show() {
        try {
            while (!ended) {
                Thread.sleep(bar || !labelled ? BAR_MILLIS : PLAIN_MILLIS);
                if (!ended) {
                    draw();
                }
            }
        } catch (InterruptedException _) {
            // The conversion has ended.
        }
    }

    private void draw() {
        if (progress.label().isEmpty()) {
            return;
        }
        if (!labelled) {
            labelled = true;
            err.println(progress.label() + " → " + described(options));
        } else if (!bar) {
            err.println(status());
        }
        if (bar) {
            err.print(CLEAR_LINE + " " + cells() + " " + status());
        }
        err.flush();
    }

    private static String described(ConversionOptions options) {
        return "%s, %d px chunks%s"
                .formatted(
                        options.encoding().name().toLowerCase(Locale.ROOT),
                        options.spatialChunk(),
                        options.sharding() ? ", sharded" : "");
    }

    private String cells() {
        int full = (int) Math.round(BAR_CELLS * share());
        return "█".repeat(full) + "░".repeat(BAR_CELLS - full);
    }

    private double share() {
        return Math.clamp((double) progress.pixelBytesDone() / Math.max(1, progress.pixelBytesTotal()), 0, 1);
    }

    private String status() {
        double seconds = (System.nanoTime() - start) / 1e9;
        double share = share();
        String left = share < 0.02 ? "" : "   %s left".formatted(Terminal.seconds(seconds * (1 - share) / share));
        return "%3.0f %%   %d of %d arrays   %s/s%s"
                .formatted(
                        100 * share,
                        progress.arraysDone(),
                        progress.arraysTotal(),
                        Terminal.bytes((long) (progress.pixelBytesDone() / seconds)),
                        left);
    }

    /// Takes the bar away.
    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (bar && labelled) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }
}
