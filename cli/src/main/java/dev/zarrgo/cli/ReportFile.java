package dev.zarrgo.cli;

import dev.zarrgo.converter.convert.ConversionReport;
import dev.zarrgo.converter.convert.ConversionRequest;
import dev.zarrgo.converter.convert.Progress;
import dev.zarrgo.converter.convert.Timeline;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.report.RunReport;
import dev.zarrgo.converter.report.RunReportJson;
import dev.zarrgo.converter.zarr.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// The report of one conversion, written when it is over, however it ends (rule M11).
final class ReportFile {

    private final Path file;
    private final Extent extent;
    private final ConversionRequest request;
    private final Instant started = Instant.now();
    private final Progress progress = new Progress(new Timeline(ReportHost.cpuClock()));

    /// How much a report says.
    enum Extent {
        WHOLE,
        /// JSON without arrays and timeline, on one line.
        SUMMARY
    }

    /// @param file a page if its name ends in `.html`, else JSON; a summary is JSON
    ReportFile(Path file, Extent extent, ConversionRequest request) {
        this.file = file;
        this.extent = extent;
        this.request = request;
    }

    /// What the conversion has to feed.
    Progress progress() {
        return progress;
    }

    /// @throws ZarrgoException if the file cannot be written
    void writeSuccess(ConversionReport result) {
        write(Optional.of(result), Optional.empty());
    }

    /// @throws ZarrgoException if the file cannot be written
    void writeFailure(Throwable failure) {
        write(Optional.empty(), Optional.of(failure));
    }

    private void write(Optional<ConversionReport> result, Optional<Throwable> failure) {
        var report = new RunReport(
                request, started, progress.timeline().nanos(), progress, result, failure, ReportHost.now());
        OutputFile.write(file, text(report));
    }

    private String text(RunReport report) {
        return switch (extent) {
            case SUMMARY -> Json.text(RunReportJson.summary(report)) + "\n";
            case WHOLE -> isPage(file) ? ReportPage.of(report) : Json.pretty(RunReportJson.document(report)) + "\n";
        };
    }

    static boolean isPage(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".html");
    }
}
