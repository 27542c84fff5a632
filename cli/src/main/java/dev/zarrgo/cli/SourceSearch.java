package dev.zarrgo.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;

/// A search whose finds are submitted.
///
/// Source: rule P11.
final class SourceSearch extends SourceQuery {

    @Option(names = "--search", paramLabel = "URL", required = true, description = "Search this STAC API for sources.")
    private String api = "";

    List<String> sources(PrintWriter err) {
        return sources(api, err);
    }
}
