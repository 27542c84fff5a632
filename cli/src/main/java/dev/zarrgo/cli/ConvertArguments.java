package dev.zarrgo.cli;

import dev.zarrgo.converter.convert.Conversion;
import dev.zarrgo.converter.convert.ConversionOptions;
import dev.zarrgo.converter.convert.ConversionReport;
import dev.zarrgo.converter.convert.ConversionRequest;
import dev.zarrgo.converter.convert.Encoding;
import dev.zarrgo.converter.convert.Progress;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.geozarr.Convention;
import dev.zarrgo.converter.product.Product.ProcessingLevel;
import dev.zarrgo.converter.product.S2Resolution;
import dev.zarrgo.converter.store.Location;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What the converting commands have in common.
final class ConvertArguments {

    enum ProductKind {
        AUTO,
        S2
    }

    enum Conventions {
        V0_1("v0.1"),
        V1("v1");

        private final String text;

        Conventions(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description =
                    "A product: a .zarr folder, a .zarr.zip file, a .zarr on a web server (https://) or in a bucket"
                            + " (s3://), or the STAC item of one.")
    private String source = "";

    @Parameters(
            index = "1",
            paramLabel = "TARGET",
            description = "The store to make, a folder or s3://; its name ends in .zarr.")
    private String target = "";

    @Option(
            names = "--level",
            paramLabel = "L1C|L2A",
            description = "Processing level of a product that does not say it.")
    private @Nullable ProcessingLevel level;

    @Option(
            names = "--levels",
            split = ",",
            paramLabel = "LEVEL",
            description = "The levels of the pyramids, finest first, without gaps: r10m,r20m,r60m,r120m,r360m,r720m or"
                    + " a beginning of it. What the source has is copied in any case.")
    private List<String> levels = List.of();

    @Option(
            names = "--spatial-chunk",
            paramLabel = "PIXELS",
            defaultValue = "512",
            description = "Pixels per axis of a chunk, 16 to 4096. Default: ${DEFAULT-VALUE}.")
    private int spatialChunk = ConversionOptions.DEFAULT.spatialChunk();

    @Option(
            names = {"--sharding", "--enable-sharding"},
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Store an array as one object instead of an object per chunk. Default: on.")
    private boolean sharding = true;

    @Option(
            names = "--compression-level",
            paramLabel = "1..9",
            defaultValue = "1",
            description = "From fast to small. Default: ${DEFAULT-VALUE}.")
    private int compressionLevel = ConversionOptions.DEFAULT.compressionLevel();

    @Option(names = "--threads", paramLabel = "N", description = "Default: one per processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--overwrite", description = "Replace what is at the target, once the new store is complete.")
    private boolean overwrite;

    @Option(
            names = "--resume",
            description = "Go on with what an interrupted run for the same source and options has left.")
    private boolean resume;

    @Mixin
    private final ConnectionArguments connections = new ConnectionArguments();

    @Option(
            names = "--no-aux-pyramids",
            description = "No coarser levels of scene classes, probabilities and L1C classes.")
    private boolean noAuxiliaryPyramids;

    @Option(
            names = "--conventions",
            paramLabel = "v0.1|v1",
            defaultValue = "v0.1",
            description = "The edition of the GeoZarr conventions to declare; v1 for readers of older stores. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Conventions conventions = Conventions.V0_1;

    @Option(
            names = "--provenance-source",
            paramLabel = "URL",
            description = "What the store names as its source, for example when SOURCE is a copy.")
    private @Nullable String provenanceSource;

    @SuppressWarnings("UnusedVariable") // its consumer puts the options in its place
    @Option(
            names = "--options",
            paramLabel = "JSON",
            parameterConsumer = OptionsInJson.class,
            description = "More options as one JSON object, {\"encoding\": \"float32\"}, for workflows.")
    private @Nullable String options;

    @Mixin
    private final ProgressOption progressOption = new ProgressOption();

    @Option(names = "--verbose", description = "Show warnings one by one, and where the time went.")
    private boolean verbose;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write what was done when, and what limited it: a page if FILE ends in .html, else JSON.")
    private @Nullable Path reportFile;

    @Option(names = "--report-summary", description = "Leave arrays and timeline out of a JSON report.")
    private boolean reportSummary;

    int run(ProductKind product, Encoding encoding, boolean validate) {
        ConversionRequest request = request(product, encoding, validate);
        if (reportSummary && (reportFile == null || ReportFile.isPage(reportFile))) {
            throw new ParameterException(
                    spec.commandLine(), "--report-summary needs --report with a file that is no page");
        }
        ReportFile.Extent extent = reportSummary ? ReportFile.Extent.SUMMARY : ReportFile.Extent.WHOLE;
        return reportFile == null ? run(request) : runReported(request, new ReportFile(reportFile, extent, request));
    }

    private int run(ConversionRequest request) {
        CommandLine command = spec.commandLine();
        var progress = new Progress();
        try {
            ConversionReport report = convert(request, progress, command);
            ConversionSummary.print(report, command.getOut(), command.getErr(), verbose);
            return ExitCode.OK;
        } catch (ZarrgoException failure) {
            return ErrorText.print(failure, aftermath(request, progress), command.getErr());
        }
    }

    /// A report that cannot be written does not undo the conversion, and does not hide why it failed.
    private int runReported(ConversionRequest request, ReportFile file) {
        CommandLine command = spec.commandLine();
        ConversionReport report;
        try {
            report = convert(request, file.progress(), command);
        } catch (ZarrgoException failure) {
            int code = ErrorText.print(failure, aftermath(request, file.progress()), command.getErr());
            writeFailure(file, failure, command.getErr());
            return code;
        } catch (RuntimeException | Error bug) {
            writeFailure(file, bug, command.getErr());
            throw bug;
        }
        ConversionSummary.print(report, command.getOut(), command.getErr(), verbose);
        try {
            file.writeSuccess(report);
            return ExitCode.OK;
        } catch (ZarrgoException failure) {
            return ErrorText.print(failure, "%s is complete".formatted(request.target()), command.getErr());
        }
    }

    private static void writeFailure(ReportFile file, Throwable failure, PrintWriter err) {
        try {
            file.writeFailure(failure);
        } catch (ZarrgoException second) {
            err.println("warning: no report: " + second.getMessage());
        }
    }

    private ConversionReport convert(ConversionRequest request, Progress progress, CommandLine command) {
        try (var _ = ProgressDisplay.start(
                progressOption.style(), new ConversionProgress(progress, request.options()), command.getErr())) {
            return Conversion.run(request, progress, Interruption.cancellation());
        }
    }

    /// What a failed conversion has left: never anything new (rule X3).
    private static String aftermath(ConversionRequest request, Progress progress) {
        if (progress.arraysKept() > 0) {
            return "nothing was published; `--resume` continues with %d of %d arrays done"
                    .formatted(progress.arraysKept(), progress.arraysTotal());
        }
        return request.existing() == ConversionRequest.Existing.REPLACE
                ? "%s is as it was before".formatted(request.target())
                : "nothing was written to %s".formatted(request.target());
    }

    private ConversionRequest request(ProductKind product, Encoding encoding, boolean validate) {
        try {
            var options = new ConversionOptions(
                    encoding,
                    spatialChunk,
                    compressionLevel,
                    sharding,
                    coarsest(),
                    !noAuxiliaryPyramids,
                    Optional.ofNullable(level),
                    conventions == Conventions.V1 ? Convention.Version.V1 : Convention.Version.V0_1);
            return new ConversionRequest(
                    ProductArgument.locate(source, spec.commandLine().getErr()),
                    Location.parse(target),
                    product == ProductKind.S2
                            ? ConversionRequest.Expectation.SENTINEL_TWO
                            : ConversionRequest.Expectation.ANY_PRODUCT,
                    options,
                    threads,
                    overwrite ? ConversionRequest.Existing.REPLACE : ConversionRequest.Existing.KEEP,
                    resume ? ConversionRequest.Leftover.CONTINUED : ConversionRequest.Leftover.NOT_USED,
                    validate ? ConversionRequest.Check.FULL : ConversionRequest.Check.NONE,
                    Optional.ofNullable(provenanceSource),
                    connections.connections());
        } catch (IllegalArgumentException broken) {
            throw new ParameterException(spec.commandLine(), String.valueOf(broken.getMessage()), broken);
        }
    }

    private S2Resolution coarsest() {
        S2Resolution coarsest = ConversionOptions.DEFAULT.coarsest();
        List<S2Resolution> all = List.of(S2Resolution.values());
        for (int i = 0; i < levels.size(); i++) {
            if (i >= all.size() || !all.get(i).id().equals(levels.get(i))) {
                throw new IllegalArgumentException("--levels %s is no beginning of %s"
                        .formatted(
                                String.join(",", levels),
                                String.join(
                                        ",", all.stream().map(S2Resolution::id).toList())));
            }
            coarsest = all.get(i);
        }
        return coarsest;
    }
}
