package dev.zarrgo.cli;

import dev.zarrgo.converter.sample.SampleProduct;
import dev.zarrgo.converter.sample.SampleReport;
import dev.zarrgo.converter.sample.SampleRequest;
import dev.zarrgo.converter.store.Location;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `zarrgo sample TARGET`
@Command(
        name = "sample",
        description = "Make a product of the real structure with plausible pixels; equal arguments give equal bytes.",
        sortOptions = false)
final class SampleCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TARGET", description = "The folder to make.")
    private String target = "";

    @Option(
            names = "--product",
            paramLabel = "S2L2A|S2L1C",
            defaultValue = "S2L2A",
            description = "Kind of product. Default: ${DEFAULT-VALUE}.")
    private String product = "S2L2A";

    @Option(
            names = "--cpm",
            paramLabel = "2|3",
            defaultValue = "2",
            description = "Generation of the format: 2 is Zarr v2, 3 is Zarr v3. Default: ${DEFAULT-VALUE}.")
    private int cpm = 2;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            defaultValue = "10980",
            description = "Pixels per axis of the 10 m bands, a multiple of 6. Default: ${DEFAULT-VALUE}.")
    private int size = SampleRequest.FULL_SIZE;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Another number, another landscape.")
    private long seed = SampleRequest.DEFAULT_SEED;

    @Option(names = "--threads", paramLabel = "N", description = "Default: one per processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Mixin
    private final ProgressOption progressOption = new ProgressOption();

    @Override
    public Integer call() {
        var request = new SampleRequest(SampleRequest.Kind.named(product), cpm, size, seed);
        CommandLine command = spec.commandLine();
        if (threads < 1) {
            throw new ParameterException(command, "%d threads".formatted(threads));
        }
        var progress = new SampleMeter("making a sample of %d × %d pixels".formatted(size, size));
        long start = System.nanoTime();
        SampleReport report;
        try (var _ = ProgressDisplay.start(progressOption.style(), progress, command.getErr())) {
            report =
                    SampleProduct.make(request, Location.parse(target), threads, progress, Interruption.cancellation());
        }
        command.getOut()
                .println(String.format(
                        Locale.ROOT,
                        "%s: %s of pixels, %s in %d objects, made in %s",
                        report.target(),
                        Terminal.bytes(report.rawBytes()),
                        Terminal.bytes(report.storedBytes()),
                        report.objects(),
                        Terminal.seconds((System.nanoTime() - start) / 1e9)));
        return 0;
    }
}
