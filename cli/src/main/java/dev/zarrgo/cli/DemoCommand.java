package dev.zarrgo.cli;

import dev.zarrgo.converter.check.Validation;
import dev.zarrgo.converter.check.ValidationOutcome;
import dev.zarrgo.converter.check.ValidationRequest;
import dev.zarrgo.converter.convert.Conversion;
import dev.zarrgo.converter.convert.ConversionOptions;
import dev.zarrgo.converter.convert.ConversionReport;
import dev.zarrgo.converter.convert.ConversionRequest;
import dev.zarrgo.converter.convert.ConverterVersion;
import dev.zarrgo.converter.convert.Progress;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.sample.SampleProduct;
import dev.zarrgo.converter.sample.SampleReport;
import dev.zarrgo.converter.sample.SampleRequest;
import dev.zarrgo.converter.store.Location;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `zarrgo demo`
@Command(
        name = "demo",
        description = "Make a sample product, convert it, compare every pixel, and say where the result lies.",
        sortOptions = false,
        footer = {
            "",
            "Everything happens in $ZARRGO_HOME/demo, by default ~/.zarrgo/demo. A product that is already",
            "there is used again; the store is made anew.",
            "",
            "Examples:",
            "  zarrgo demo",
            "  zarrgo demo --size small",
            "  zarrgo demo --clean"
        })
final class DemoCommand implements Callable<Integer> {

    /// A tenth of a product in each direction.
    private static final int SMALL_SIZE = 1098;

    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--size",
            paramLabel = "full|small",
            defaultValue = "full",
            description = "A whole tile of 10980 × 10980 pixels, or 1098 × 1098. Default: ${DEFAULT-VALUE}.")
    private Size size = Size.FULL;

    @Option(names = "--clean", description = "Remove everything that the demo has made.")
    private boolean clean;

    enum Size {
        FULL(SampleRequest.FULL_SIZE),
        SMALL(SMALL_SIZE);

        private final int pixels;

        Size(int pixels) {
            this.pixels = pixels;
        }
    }

    @Override
    public Integer call() {
        var folder = new DemoFolder(DataFolder.path().resolve("demo"));
        if (clean) {
            folder.remove();
            line("removed", folder.toString());
            return ExitCode.OK;
        }
        out().println("Zarrgo %s · demo in %s · nothing leaves this machine"
                .formatted(ConverterVersion.VERSION, folder));
        Path product = folder.product(size.pixels);
        Path store = folder.store(size.pixels);
        makeProduct(folder, product);
        ConversionReport conversion = convert(product, store);
        ValidationOutcome validation = validate(product, store);
        boolean valid = validation.report().isValid();
        if (!valid) {
            new ValidationText(out(), Terminal.hasColouredOutput()).print(store.toString(), validation, false);
        }
        lookAtIt(conversion, product, store);
        return valid ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private void makeProduct(DemoFolder folder, Path product) {
        String pixels = "%d × %d pixels".formatted(size.pixels, size.pixels);
        if (folder.holds(product)) {
            line("sample product", "%s, made before".formatted(pixels));
            return;
        }
        DemoFolder.delete(product);
        var request = new SampleRequest(SampleRequest.Kind.S2L2A, 2, size.pixels, SampleRequest.DEFAULT_SEED);
        var progress = new SampleMeter("  sample product");
        long start = System.nanoTime();
        SampleReport report = watched(
                progress,
                () -> SampleProduct.make(
                        request, Location.of(product), THREADS, progress, Interruption.cancellation()));
        line("sample product", "%s · %s".formatted(report.id(), pixels));
        line(
                "",
                "%s in %d objects · made in %s"
                        .formatted(Terminal.bytes(report.storedBytes()), report.objects(), since(start)));
    }

    private ConversionReport convert(Path product, Path store) {
        ConversionRequest request = ConversionRequest.of(
                        Location.of(product), Location.of(store), ConversionOptions.DEFAULT)
                .replacing();
        var progress = new Progress();
        ConversionReport report = watched(
                new ConversionProgress(progress, request.options()),
                () -> Conversion.run(request, progress, Interruption.cancellation()));
        double seconds = report.elapsed().toNanos() / 1e9;
        line(
                "convert",
                "%d arrays · %s of pixels in %s · %s/s"
                        .formatted(
                                report.arrays(),
                                Terminal.bytes(report.pixelBytes()),
                                Terminal.seconds(seconds),
                                Terminal.bytes((long) (report.pixelBytes() / seconds))));
        line(
                "",
                "%s out in %d objects%s"
                        .formatted(
                                Terminal.bytes(report.storedBytes()),
                                report.objects(),
                                PeakMemory.bytes().isPresent()
                                        ? " · peak memory "
                                                + Terminal.bytes(
                                                        PeakMemory.bytes().getAsLong())
                                        : ""));
        return report;
    }

    private ValidationOutcome validate(Path product, Path store) {
        var request = new ValidationRequest(Location.of(store), Optional.of(Location.of(product)), THREADS);
        var progress = new Progress();
        long start = System.nanoTime();
        ValidationOutcome outcome = watched(
                new ValidationProgress(progress), () -> Validation.run(request, progress, Interruption.cancellation()));
        line(
                "validate",
                "%d rules, %d violations"
                        .formatted(
                                outcome.report().rules(),
                                outcome.report().violations().size()));
        outcome.values()
                .ifPresent(values -> line(
                        "",
                        "%d arrays equal to the source, %d to an independent computation · %s"
                                .formatted(
                                        values.exact().size(), values.derived().size(), since(start))));
        return outcome;
    }

    private void lookAtIt(ConversionReport report, Path product, Path store) {
        out().println("Look at it");
        line("store", DemoFolder.written(store));
        line("tree", "./zarrgo info " + DemoFolder.written(store));
        line(
                "check",
                "./zarrgo validate %s --source %s".formatted(DemoFolder.written(store), DemoFolder.written(product)));
        out().println("%s is what was converted; `./zarrgo demo --clean` removes everything."
                .formatted(report.label()));
    }

    private <T> T watched(ProgressDisplay.Source progress, Supplier<T> work) {
        // The lines of the demo are its progress; only a terminal has room for more.
        ProgressStyle style = Terminal.isInteractive() ? ProgressStyle.BAR : ProgressStyle.NONE;
        try (var _ = ProgressDisplay.start(style, progress, spec.commandLine().getErr())) {
            return work.get();
        }
    }

    private void line(String what, String text) {
        out().println("  %-16s%s".formatted(what, text));
    }

    private static String since(long start) {
        return Terminal.seconds((System.nanoTime() - start) / 1e9);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
