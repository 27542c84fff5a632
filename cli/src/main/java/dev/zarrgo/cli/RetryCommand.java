package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
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

/// `zarrgo retry`
@Command(
        name = "retry",
        description = "Send a job that waits for it back to the queue.",
        sortOptions = false,
        footer = {"", "Examples:", "  zarrgo retry 01jd3q6z8k5v0c9x2m4n7p1r3t --wait"})
final class RetryCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "JOB", description = "Its id.")
    private String job = "";

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "asked for another attempt",
            description = "Why; its history says so. Default: ${DEFAULT-VALUE}.")
    private String reason = "";

    @Option(names = "--wait", description = "Until it has ended; the exit code then says how.")
    private boolean wait;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ServiceClient client = server.client()) {
            JsonNode changed = client.send(
                    "PUT", "/jobs/%s/retry".formatted(job), Json.object().put("reason", reason));
            JsonNode found = wait ? JobWaiting.until(client, List.of(job), spec).getFirst() : changed;
            if (server.isJson()) {
                out.println(Json.pretty(found));
            } else {
                JobText.row(found, out);
            }
            out.flush();
            return wait ? JobWatch.exitCode(List.of(found)) : ExitCode.OK;
        }
    }
}
