package dev.zarrgo.cli;

import dev.zarrgo.converter.check.Inspection;
import dev.zarrgo.converter.check.StoreSummary;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.zarr.Json;
import java.util.concurrent.Callable;
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
            "  zarrgo info out.zarr --json | jq .stored_bytes"
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

    @Override
    public Integer call() {
        StoreSummary summary = Inspection.run(Location.parse(store));
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.pretty(new InfoJson(verbose).document(summary)));
        } else {
            new InfoText(out, verbose, Terminal.hasColouredOutput()).print(summary);
        }
        return ExitCode.OK;
    }
}
