package dev.zarrgo.cli;

import dev.zarrgo.converter.convert.ConverterVersion;
import dev.zarrgo.converter.convert.Timeline.Span;
import dev.zarrgo.converter.convert.Timeline.Stage;
import dev.zarrgo.converter.convert.Timeline.Track;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.report.ArrayUse;
import dev.zarrgo.converter.report.CriticalPath;
import dev.zarrgo.converter.report.RunReport;
import dev.zarrgo.converter.report.RunReportJson;
import dev.zarrgo.converter.report.StageUse;
import dev.zarrgo.converter.report.Utilisation;
import dev.zarrgo.converter.report.Verdict;
import dev.zarrgo.converter.zarr.Json;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// The report of a conversion as one page: what limited it and why, who did what when, and the numbers.
///
/// The JSON document is part of the page. Source: rule M11.
final class ReportPage {

    /// Lanes that are shown at once; arrays that took less time are folded away.
    private static final int LANES = 48;

    private final RunReport report;
    private final Html html;
    private final Lanes lanes;
    private final List<StageUse> stages;

    private ReportPage(RunReport report) {
        this.report = report;
        this.html = new Html(report.request().target().name() + " · zarrgo convert", "page.css");
        this.lanes = new Lanes(html, Math.max(1, report.wallNanos()));
        this.stages = StageUse.of(report.timeline());
    }

    static String of(RunReport report) {
        return new ReportPage(report).page();
    }

    private String page() {
        header();
        html.open("main");
        if (!stages.isEmpty()) {
            stages();
            workers();
            utilisation();
            arrays();
        }
        numbers();
        html.close();
        html.element(
                "footer",
                "Made by zarrgo %s. Nothing on this page comes from elsewhere; it holds the report as JSON, too."
                        .formatted(ConverterVersion.VERSION));
        html.data("report", Json.text(RunReportJson.document(report)));
        return html.page();
    }

    // --- words

    static String seconds(long nanos) {
        return nanos < 10_000_000
                ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                : String.format(Locale.ROOT, nanos < 99_500_000_000L ? "%.2f s" : "%.0f s", nanos / 1e9);
    }

    static String name(Stage stage) {
        return switch (stage) {
            case OPEN -> "open and plan";
            case READ -> "read";
            case DECODE -> "decode";
            case REDUCE -> "reduce";
            case ENCODE -> "encode";
            case WRITE -> "write";
            case CONSOLIDATE -> "metadata";
            case VERIFY -> "check and publish";
            case WAIT_MEMORY -> "wait for memory";
            case WAIT_NETWORK -> "wait for the source";
            case WAIT_POOL -> "wait for work";
        };
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    // --- the verdict

    private void header() {
        html.open("header").element("h1", report.request().target().name());
        html.element(
                "p",
                "%s → %s".formatted(report.request().source(), report.request().target()),
                "class",
                "path");
        html.open("div", "class", "facts").open("div", "class", "verdict");
        String took = seconds(report.wallNanos());
        switch (report.outcome()) {
            case "converted" -> html.element("p", "Converted in %s, limited by".formatted(took));
            case "unchanged" -> html.element("p", "Nothing was done: the target is what this would write.");
            default -> html.element("p", "The run %s after %s".formatted(ending(), took), "class", "broken");
        }
        Verdict verdict = Verdict.of(report);
        if (report.outcome().equals("converted")) {
            html.element("p", verdict.limit().text(), "class", "limit");
        }
        report.failure().ifPresent(this::failure);
        if (!stages.isEmpty()) {
            html.open("ul");
            verdict.reasons().forEach(reason -> html.element("li", reason));
            html.close();
        }
        html.close();
        facts();
        html.close().close();
        report.warnings().forEach(warning -> html.element("p", "Warning: " + warning, "class", "broken"));
    }

    private String ending() {
        return report.outcome().equals("interrupted") ? "was interrupted" : "failed";
    }

    private void failure(Throwable failure) {
        html.element("p", String.valueOf(failure.getMessage()), "class", "problem");
        if (failure instanceof ZarrgoException known && known.advice() != null) {
            html.element("p", "Try: " + known.advice());
        }
    }

    private void facts() {
        var progress = report.progress();
        html.open("dl");
        fact("Product", progress.label().isEmpty() ? "not known yet" : progress.label());
        fact(
                "Read",
                "%s in %,d objects"
                        .formatted(
                                Terminal.bytes(progress.source().bytesRead()),
                                progress.source().objectsRead()));
        long raw = progress.pixelBytesDone();
        long written = progress.target().bytesWritten();
        fact("Pixels", Terminal.bytes(raw));
        fact(
                "Written",
                "%s in %,d objects, ratio %s"
                        .formatted(
                                Terminal.bytes(written),
                                progress.target().objectsWritten(),
                                InfoJson.ratio(raw, written)));
        fact("Rate", Terminal.bytes((long) (raw / (Math.max(1, report.wallNanos()) / 1e9))) + "/s of pixels");
        fact("Arrays", "%,d of %,d".formatted(progress.arraysDone(), progress.arraysTotal()));
        RunReport.Host host = report.host();
        host.cpuNanos().ifPresent(nanos -> fact("CPU", seconds(nanos) + " of the whole process"));
        fact("Memory", memory(host));
        fact(
                "Machine",
                "%d processors, heap %s, %s, Java %s"
                        .formatted(
                                host.processors(),
                                Terminal.bytes(host.heapBytes()),
                                host.system(),
                                host.java().strip()));
        fact("Started", report.started().truncatedTo(ChronoUnit.SECONDS).toString());
        html.close();
    }

    private static String memory(RunReport.Host host) {
        return "%s at the peak, of it heap %s".formatted(bytes(host.peakResidentBytes()), bytes(host.peakHeapBytes()));
    }

    private static String bytes(OptionalLong bytes) {
        return bytes.isPresent() ? Terminal.bytes(bytes.getAsLong()) : "unknown";
    }

    private void fact(String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close();
    }

    // --- stages

    private void stages() {
        long all = stages.stream().mapToLong(StageUse::threadNanos).sum();
        html.element("h2", "Where the threads’ time went").open("div", "class", "bar", "aria-hidden", "true");
        for (StageUse use : stages) {
            html.element(
                    "span",
                    "",
                    "class",
                    use.stage().id(),
                    "style",
                    String.format(Locale.ROOT, "flex-grow:%.5f", (double) use.threadNanos() / all));
        }
        html.close()
                .open("div", "class", "scroll", "tabindex", "0")
                .open("table")
                .open("thead")
                .open("tr");
        for (String title : List.of("Stage", "Thread time", "Share", "On the clock", "CPU", "Pieces")) {
            html.element("th", title, "scope", "col");
        }
        html.close().close().open("tbody");
        for (StageUse use : stages) {
            html.open("tr")
                    .open("th", "scope", "row")
                    .element("i", "", "class", use.stage().id());
            html.text(name(use.stage())).close();
            html.element("td", seconds(use.threadNanos()))
                    .element("td", percent((double) use.threadNanos() / all))
                    .element("td", seconds(use.wallNanos()))
                    .element("td", use.stage().isWait() ? "" : seconds(use.cpuNanos()))
                    .element("td", "%,d".formatted(use.spans()))
                    .close();
        }
        html.close().close().close();
    }

    private void legend() {
        html.open("ul", "class", "legend");
        for (StageUse use : stages) {
            html.open("li")
                    .element("i", "", "class", use.stage().id())
                    .text(name(use.stage()))
                    .close();
        }
        html.close();
    }

    // --- time

    private void workers() {
        html.element("h2", "Who did what, and when");
        legend();
        lanes.open();
        for (Track track : report.timeline().tracks()) {
            if (!track.spans().isEmpty()) {
                lanes.row(label(track), track.spans());
            }
        }
        lanes.row("critical path", CriticalPath.of(report.timeline()));
        lanes.close();
        html.element(
                "p",
                "The reads of a strip are drawn at its beginning, though they are spread over its decoding. The critical"
                        + " path is the chain of work, each piece waiting for the one before it, that ends last. Gaps are what is not recorded: allocating, collecting garbage, waiting for a processor.",
                "class",
                "note");
    }

    private String label(Track track) {
        if (!track.isWorker()) {
            return "before and after";
        }
        long busy = track.spans().stream()
                .filter(span -> !span.stage().isWait())
                .mapToLong(Span::nanos)
                .sum();
        return "%s, %.0f %% busy"
                .formatted(
                        track.name(),
                        100.0 * busy / Math.max(1, report.timeUse().pixelNanos()));
    }

    /// Columns of stacked shares.
    private void utilisation() {
        Utilisation utilisation = Utilisation.of(report.timeline(), report.wallNanos());
        if (utilisation.shares().isEmpty()) {
            return;
        }
        lanes.open();
        html.open("div", "class", "row tall")
                .element("span", "all workers")
                .open(
                        "svg",
                        "viewBox",
                        "0 0 %d 100".formatted(Utilisation.STEPS),
                        "preserveAspectRatio",
                        "none",
                        "role",
                        "img",
                        "aria-label",
                        "share of the workers’ time by stage, over the run");
        for (int step = 0; step < Utilisation.STEPS; step++) {
            double top = 100;
            for (var share : utilisation.shares().entrySet()) {
                double height = 100 * share.getValue().get(step);
                top -= height;
                if (height > 0) {
                    column(step, top, height, share.getKey());
                }
            }
        }
        html.close().close();
        lanes.close();
    }

    private void column(int step, double top, double height, Stage stage) {
        html.open(
                        "rect",
                        "class",
                        stage.id(),
                        "x",
                        Integer.toString(step),
                        "y",
                        String.format(Locale.ROOT, "%.2f", top),
                        "width",
                        "1",
                        "height",
                        String.format(Locale.ROOT, "%.2f", height))
                .element("title", "%s %.0f %%".formatted(name(stage), height))
                .close();
    }

    // --- arrays

    private void arrays() {
        List<ArrayUse> worked = ArrayUse.of(report.timeline()).stream()
                .filter(array -> !array.spans().isEmpty())
                .sorted(Comparator.comparingLong(ArrayUse::busyNanos).reversed())
                .toList();
        if (worked.isEmpty()) {
            return;
        }
        html.element("h2", "Array by array");
        legend();
        lanes(worked.stream().limit(LANES).toList());
        if (worked.size() > LANES) {
            html.open("details").element("summary", "%,d arrays that took less time".formatted(worked.size() - LANES));
            lanes(worked.stream().skip(LANES).toList());
            html.close();
        }
    }

    private void lanes(List<ArrayUse> arrays) {
        lanes.open();
        arrays.stream()
                .sorted(Comparator.comparingLong(
                        (ArrayUse array) -> array.spans().getFirst().startNanos()))
                .forEach(array -> lanes.row(array.path(), array.spans()));
        lanes.close();
    }

    private void numbers() {
        List<ArrayUse> arrays = ArrayUse.of(report.timeline());
        if (arrays.isEmpty()) {
            return;
        }
        html.open("details").element("summary", "All %,d arrays in numbers".formatted(arrays.size()));
        html.open("div", "class", "scroll", "tabindex", "0")
                .open("table")
                .open("thead")
                .open("tr");
        for (String title : List.of("Array", "Read", "Raw", "Written", "Ratio", "Raw per second", "Work", "In queue")) {
            html.element("th", title, "scope", "col");
        }
        html.close().close().open("tbody");
        arrays.forEach(this::row);
        html.close().close().close().close();
    }

    private void row(ArrayUse array) {
        long raw = array.account().rawBytes();
        long written = array.account().target().bytesWritten();
        html.open("tr")
                .element("th", array.path(), "scope", "row")
                .element("td", Terminal.bytes(array.account().source().bytesRead()))
                .element("td", Terminal.bytes(raw))
                .element("td", Terminal.bytes(written))
                .element("td", written == 0 ? "–" : InfoJson.ratio(raw, written))
                .element(
                        "td",
                        written == 0 || array.wallNanos() == 0
                                ? "–"
                                : Terminal.bytes((long) (raw / (array.wallNanos() / 1e9))) + "/s")
                .element("td", seconds(array.busyNanos()))
                .element("td", seconds(array.account().queueNanos().sum()))
                .close();
    }
}
