package dev.zarrgo.cli;

import dev.zarrgo.converter.convert.ConversionReport;
import dev.zarrgo.converter.convert.ConversionReport.Stage;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalLong;

/// The line that says what a conversion did.
final class ConversionSummary {

    private ConversionSummary() {}

    static void print(ConversionReport report, PrintWriter out, PrintWriter err, boolean verbose) {
        if (!report.warnings().isEmpty()) {
            warn(report, err, verbose);
        }
        switch (report.outcome()) {
            case UNCHANGED ->
                out.println("%s is already what this would write; nothing was done (--overwrite makes it again)"
                        .formatted(report.target()));
            case CONVERTED -> {
                out.println(summary(report));
                if (verbose) {
                    report.stages().forEach(stage -> out.println(line(stage)));
                }
            }
        }
    }

    private static void warn(ConversionReport report, PrintWriter err, boolean verbose) {
        if (verbose) {
            report.warnings().forEach(warning -> err.println("warning: " + warning));
        } else {
            int more = report.warnings().size() - 1;
            err.println("warning: " + report.warnings().getFirst()
                    + (more > 0 ? " (and %d more, see --verbose)".formatted(more) : ""));
        }
    }

    private static String summary(ConversionReport report) {
        double seconds = report.elapsed().toNanos() / 1e9;
        OptionalLong peak = PeakMemory.bytes();
        return "done in %s: %s in, %s out in %d objects, ratio %s, %s/s, limited by %s%s"
                .formatted(
                        Terminal.seconds(seconds),
                        Terminal.bytes(report.sourceBytes()),
                        Terminal.bytes(report.storedBytes()),
                        report.objects(),
                        String.format(
                                Locale.ROOT, "%.2f", (double) report.pixelBytes() / Math.max(1, report.storedBytes())),
                        Terminal.bytes((long) (report.pixelBytes() / seconds)),
                        report.limit().text(),
                        peak.isPresent() ? ", peak memory " + Terminal.bytes(peak.getAsLong()) : "");
    }

    private static String line(Stage stage) {
        return String.format(
                Locale.ROOT,
                "  %-7s %6.2f thread-seconds",
                stage.name(),
                stage.threadTime().toNanos() / 1e9);
    }
}
