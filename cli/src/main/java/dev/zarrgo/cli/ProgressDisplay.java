package dev.zarrgo.cli;

import java.io.PrintWriter;

/// Shows how far a command is while it runs: a bar that stays on its line, or a line now and then.
final class ProgressDisplay implements AutoCloseable {

    private static final int BAR_CELLS = 24;
    private static final long BAR_MILLIS = 100;
    private static final long PLAIN_MILLIS = 5_000;
    private static final long FILE_MILLIS = 500;
    private static final String CLEAR_LINE = "\r\u001B[K";

    /// Before this share of the work, the time left is a guess that nobody is helped by.
    private static final double FIRST_ESTIMATE = 0.02;

    private final boolean bar;
    private final Source source;
    private final PrintWriter err;
    private final Thread thread;
    private final long start = System.nanoTime();
    private boolean labelled;
    private volatile boolean ended;

    /// Something that knows how far it is; asked at any time, from another thread.
    interface Source {

        /// What is being done; empty until that is known.
        String label();

        /// From 0 to 1.
        double share();

        /// What else is worth knowing, for example `94 of 149 arrays   1.7 GB/s`.
        ///
        /// @param seconds since the start
        String detail(double seconds);
    }

    private ProgressDisplay(boolean bar, Source source, PrintWriter err) {
        this.bar = bar;
        this.source = source;
        this.err = err;
        this.thread = Thread.ofPlatform().name("progress").daemon().unstarted(this::show);
    }

    /// Starts to show, unless the style is not to.
    static ProgressDisplay start(ProgressStyle style, Source source, PrintWriter err) {
        boolean bar = style == ProgressStyle.BAR || (style == ProgressStyle.AUTO && Terminal.isInteractive());
        var display = new ProgressDisplay(bar, source, err);
        if (style != ProgressStyle.NONE) {
            display.thread.start();
        }
        ProgressFile.asked()
                .ifPresent(file ->
                        Thread.ofPlatform().name("progress-file").daemon().start(() -> display.tell(file)));
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
            // The command has ended.
        }
    }

    private void tell(ProgressFile file) {
        try {
            while (!ended) {
                if (!source.label().isEmpty()) {
                    file.write(source.share());
                }
                Thread.sleep(FILE_MILLIS);
            }
        } catch (InterruptedException _) {
            // The command has ended.
        }
    }

    private void draw() {
        String label = source.label();
        if (label.isEmpty()) {
            return;
        }
        if (!labelled) {
            labelled = true;
            err.println(label);
        } else if (!bar) {
            err.println(status());
        }
        if (bar) {
            err.print(CLEAR_LINE + " " + cells() + " " + status());
        }
        err.flush();
    }

    private String cells() {
        int full = (int) Math.round(BAR_CELLS * share());
        return "█".repeat(full) + "░".repeat(BAR_CELLS - full);
    }

    private double share() {
        return Math.clamp(source.share(), 0, 1);
    }

    private String status() {
        double seconds = (System.nanoTime() - start) / 1e9;
        double share = share();
        String left =
                share < FIRST_ESTIMATE ? "" : "   %s left".formatted(Terminal.seconds(seconds * (1 - share) / share));
        return "%3.0f %%   %s%s".formatted(100 * share, source.detail(seconds), left);
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
