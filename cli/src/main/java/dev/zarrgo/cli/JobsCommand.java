package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.zarr.Json;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `zarrgo jobs`
@Command(
        name = "jobs",
        description = "List jobs, the newest first.",
        sortOptions = false,
        footer = {"", "Examples:", "  zarrgo jobs", "  zarrgo jobs --state FAILED,INVALID --since 6h"})
final class JobsCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--state", paramLabel = "STATE[,STATE...]", description = "Only those in one of these states.")
    private @Nullable String state;

    @Option(names = "--collection", paramLabel = "ID", description = "Only those of this collection.")
    private @Nullable String collection;

    @Option(names = "--item", paramLabel = "ID", description = "Only those of this item.")
    private @Nullable String item;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only those made since a time, or within a while: 2026-07-21T10:00:00Z, 6h, 3d.")
    private @Nullable String since;

    @Option(names = "--code", paramLabel = "CODE", description = "Only those that failed so: source-not-found, ….")
    private @Nullable String code;

    @Option(names = "--error", paramLabel = "TEXT", description = "Only those whose message begins so.")
    private @Nullable String error;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many. Default: ${DEFAULT-VALUE}.")
    private int limit = 20;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ServiceClient client = server.client()) {
            JsonNode list = client.get("/jobs?" + query());
            if (server.isJson()) {
                out.println(Json.pretty(list));
                return ExitCode.OK;
            }
            JobText.head(out);
            list.path("jobs").forEach(job -> JobText.row(job, out));
            return ExitCode.OK;
        }
    }

    private String query() {
        var query = new StringJoiner("&");
        query.add("limit=" + limit);
        add(query, "state", state);
        add(query, "collection", collection);
        add(query, "item", item);
        add(
                query,
                "since",
                since == null ? null : Since.time(since, InstantSource.system()).toString());
        add(query, "code", code);
        add(query, "errorPrefix", error);
        return query.toString();
    }

    private static void add(StringJoiner query, String name, @Nullable String value) {
        if (value != null) {
            query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
