package dev.zarrgo.cli;

import dev.zarrgo.converter.convert.Timeline.Span;
import java.util.List;
import java.util.Locale;

/// A chart of spans over time: a label and a lane in each row, ticks above them.
final class Lanes {

    /// Width of the drawing; the browser stretches it.
    private static final int UNITS = 2000;

    /// A span that is narrower could not be seen.
    private static final double MIN_UNITS = 0.5;

    private static final int MAX_TICKS = 6;

    /// Share of the width behind which a tick has no room for its text.
    private static final double LAST_TICK = 0.93;

    private final Html html;
    private final long wallNanos;

    /// @param wallNanos that the width stands for, at least 1
    Lanes(Html html, long wallNanos) {
        this.html = html;
        this.wallNanos = wallNanos;
    }

    /// Begins a chart.
    void open() {
        long step = step();
        String width = String.format(Locale.ROOT, "--step:%.3f%%", 100.0 * step / wallNanos);
        html.open("div", "class", "lanes", "style", width)
                .open("div", "class", "row axis", "aria-hidden", "true")
                .element("span", "")
                .open("div");
        for (long tick = 0; tick <= LAST_TICK * wallNanos; tick += step) {
            html.element(
                    "span",
                    tick == 0 ? "0" : ReportPage.seconds(tick),
                    "style",
                    String.format(Locale.ROOT, "left:%.3f%%", 100.0 * tick / wallNanos));
        }
        html.close().close();
    }

    /// One, two or five times a power of ten.
    private long step() {
        long step = 1;
        while (true) {
            for (int factor : new int[] {1, 2, 5}) {
                if (wallNanos / (step * factor) < MAX_TICKS) {
                    return step * factor;
                }
            }
            step *= 10;
        }
    }

    /// @param spans in order of time
    void row(String label, List<Span> spans) {
        html.open("div", "class", "row").open("span");
        for (String segment : label.split("(?<=/)", -1)) {
            html.text(segment).empty("wbr");
        }
        html.close();
        html.open(
                "svg",
                "viewBox",
                "0 0 %d 10".formatted(UNITS),
                "preserveAspectRatio",
                "none",
                "role",
                "img",
                "aria-label",
                "%s: %d pieces of work and waiting".formatted(label, spans.size()));
        spans.forEach(this::span);
        html.close().close();
    }

    private void span(Span span) {
        double start = (double) UNITS * span.startNanos() / wallNanos;
        double width = Math.max(MIN_UNITS, (double) UNITS * span.nanos() / wallNanos);
        html.open("rect", "class", span.stage().id(), "x", number(start), "width", number(width), "height", "10")
                .element("title", title(span))
                .close();
    }

    private static String title(Span span) {
        return "%s %s%s to %s"
                .formatted(
                        ReportPage.name(span.stage()),
                        span.array().isEmpty() ? "" : span.array() + ", ",
                        ReportPage.seconds(span.startNanos()),
                        ReportPage.seconds(span.endNanos()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /// Ends the chart.
    void close() {
        html.close();
    }
}
