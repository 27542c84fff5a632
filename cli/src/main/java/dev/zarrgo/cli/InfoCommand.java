package dev.zarrgo.cli;

import dev.zarrgo.converter.check.IllustratedSummary;
import dev.zarrgo.converter.check.Inspection;
import dev.zarrgo.converter.check.StoreSummary;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.zarr.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `zarrgo info STORE`
@Command(
        name = "info",
        aliases = "inspect",
        description = "Show what a store or a product holds: groups, arrays, sizes.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  zarrgo info out.zarr",
            "  zarrgo info product.zarr.zip --verbose | less -R",
            "  zarrgo info out.zarr --json | jq .stored_bytes",
            "  zarrgo info out.zarr --html out.html"
        })
final class InfoCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "STORE", description = "A GeoZarr store, a product, any Zarr hierarchy.")
    private String store = "";

    @Option(names = "--verbose", description = "Show attributes too.")
    private boolean verbose;

    @Option(names = "--json", description = "Print the same as JSON.")
    private boolean json;

    @Option(
            names = {"--html", "--html-output"},
            paramLabel = "FILE",
            description = "Write the same as one page with pictures, for a browser.")
    private @Nullable Path page;

    @Override
    public Integer call() {
        Location location = Location.parse(store);
        StoreSummary summary;
        if (page == null) {
            summary = Inspection.run(location);
        } else {
            IllustratedSummary illustrated =
                    Inspection.illustrated(location, InfoPage.WHOLE_SIDE, InfoPage.MIDDLE_SIDE);
            OutputFile.write(page, InfoPage.of(illustrated, Instant.now()));
            summary = illustrated.summary();
        }
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.pretty(new InfoJson(verbose).document(summary)));
        } else {
            new InfoText(out, verbose, Terminal.hasColouredOutput()).print(summary);
        }
        return ExitCode.OK;
    }
}
