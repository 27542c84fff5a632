package dev.zarrgo.cli;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.zarr.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `zarrgo search`
///
/// Source: rules P11, A34.
@Command(
        name = "search",
        description = "Look for sources in a STAC API, and print their addresses.",
        sortOptions = false,
        footer = {
            "",
            "The same search as that of zarrgo submit --search, without the submission; what it prints is a",
            "list for zarrgo submit --list.",
            "",
            "Examples:",
            "  zarrgo search https://stac.example.org --source-collection s2 --bbox 11,46,12,47 --from 3d",
            "  zarrgo search https://stac.example.org --source-collection s2 > sources.txt"
        })
final class SearchCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "URL", description = "The STAC API.")
    private String api = "";

    @Mixin
    private SourceQuery query = new SourceQuery();

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<String> found = query.sources(api, spec.commandLine().getErr());
        if (json) {
            out.println(Json.pretty(Json.texts(found)));
        } else {
            found.forEach(out::println);
        }
        out.flush();
        return ExitCode.OK;
    }
}
