package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.zarr.Json;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `zarrgo rerun`
@Command(
        name = "rerun",
        description = "Send many jobs back to the queue: those that failed, were invalid, or wait for it.",
        sortOptions = false,
        footer = {"", "Examples:", "  zarrgo rerun --state FAILED --since 6h --code service-unavailable --dry-run"})
final class RerunCommand implements Callable<Integer> {

    private static final int SHOWN = 1000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "Those in one of these states. Default: all three.")
    private List<String> states = List.of();

    @Option(names = "--collection", paramLabel = "ID", description = "Only those of this collection.")
    private @Nullable String collection;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only those made since a time, or within a while: 2026-07-21T10:00:00Z, 6h, 3d.")
    private @Nullable String since;

    @Option(names = "--code", paramLabel = "CODE", description = "Only those that failed so: source-not-found, ….")
    private @Nullable String code;

    @Option(names = "--error", paramLabel = "TEXT", description = "Only those whose message begins so.")
    private @Nullable String error;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; their history says so.")
    private @Nullable String reason;

    @Option(names = "--dry-run", description = "List them, and do nothing.")
    private boolean dryRun;

    @Option(names = "--wait", description = "Until they have ended; the exit code then says how.")
    private boolean wait;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ServiceClient client = server.client()) {
            JsonNode answer = client.send("POST", "/jobs/retry", request());
            var ids = new ArrayList<String>();
            answer.path("jobs").forEach(id -> ids.add(id.asText()));
            boolean waits = wait && !dryRun && !ids.isEmpty();
            List<JsonNode> jobs = waits ? JobWaiting.until(client, ids, spec) : List.of();
            if (server.isJson()) {
                out.println(Json.pretty(answer));
            } else {
                out.println((dryRun ? "%d jobs would go back to the queue" : "%d jobs went back to the queue")
                        .formatted(ids.size()));
                ids.stream().limit(SHOWN).forEach(out::println);
            }
            out.flush();
            return waits ? JobWatch.exitCode(jobs) : ExitCode.OK;
        }
    }

    private ObjectNode request() {
        ObjectNode request = Json.object().put("dryRun", dryRun);
        if (!states.isEmpty()) {
            request.set("states", Json.texts(states));
        }
        put(request, "collection", collection);
        put(
                request,
                "since",
                since == null ? null : Since.time(since, InstantSource.system()).toString());
        put(request, "code", code);
        put(request, "errorPrefix", error);
        put(request, "reason", reason);
        return request;
    }

    private static void put(ObjectNode request, String name, @Nullable String value) {
        if (value != null) {
            request.put(name, value);
        }
    }
}
