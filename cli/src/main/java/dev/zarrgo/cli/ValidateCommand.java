package dev.zarrgo.cli;

import dev.zarrgo.converter.check.Validation;
import dev.zarrgo.converter.check.ValidationOutcome;
import dev.zarrgo.converter.check.ValidationRequest;
import dev.zarrgo.converter.convert.Progress;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.zarr.Json;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `zarrgo validate STORE`
@Command(
        name = "validate",
        description = "Check a GeoZarr store against the rules, or every chunk of a product for damage.",
        sortOptions = false,
        footer = {
            "",
            "The exit code is 0 for a valid store or product and 1 for one that is not.",
            "",
            "Examples:",
            "  zarrgo validate out/S2A_MSIL2A_….zarr",
            "  zarrgo validate out.zarr --source product.zarr      compare every pixel as well",
            "  zarrgo validate product.zarr                        read and decode every chunk"
        })
final class ValidateCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "STORE", description = "A GeoZarr store, or a product.")
    private String store = "";

    @Option(
            names = "--source",
            paramLabel = "PRODUCT",
            description = "The product that the store was made from: compare every value with it.")
    private @Nullable String source;

    @Option(names = "--strict", description = "Let warnings count: the exit code is 1 if there are any.")
    private boolean strict;

    @Option(names = "--json", description = "Print the violations as JSON.")
    private boolean json;

    @Option(names = "--threads", paramLabel = "N", description = "Default: one per processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--progress",
            paramLabel = "auto|bar|plain|none",
            defaultValue = "auto",
            description = "How to show progress, when it takes long. Default: ${DEFAULT-VALUE}, a bar on a terminal.")
    private ProgressStyle progressStyle = ProgressStyle.AUTO;

    @Override
    public Integer call() {
        ValidationRequest request = request();
        var progress = new Progress();
        ValidationOutcome outcome;
        try (var _ = ProgressDisplay.start(
                progressStyle,
                new ValidationProgress(progress),
                spec.commandLine().getErr())) {
            outcome = Validation.run(request, progress, Interruption.cancellation());
        }
        boolean valid =
                outcome.report().isValid() && !(strict && outcome.report().warnings() > 0);
        if (json) {
            spec.commandLine()
                    .getOut()
                    .println(Json.pretty(outcome.report().json().put("valid", valid)));
        } else {
            new ValidationText(spec.commandLine().getOut(), Terminal.hasColouredOutput()).print(store, outcome, valid);
        }
        return valid ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private ValidationRequest request() {
        try {
            return new ValidationRequest(
                    Location.parse(store), Optional.ofNullable(source).map(Location::parse), threads);
        } catch (IllegalArgumentException broken) {
            throw new ParameterException(spec.commandLine(), String.valueOf(broken.getMessage()), broken);
        }
    }
}
