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

/// `zarrgo status`
@Command(
        name = "status",
        description = "Show how a job stands.",
        sortOptions = false,
        footer = {"", "Examples:", "  zarrgo status 01jd3q6z8k5v0c9x2m4n7p1r3t --wait"})
final class StatusCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "JOB", description = "Its id.")
    private String job = "";

    @Option(names = "--wait", description = "Until it has ended; the exit code then says how.")
    private boolean wait;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ServiceClient client = server.client()) {
            JsonNode found =
                    wait ? JobWaiting.until(client, List.of(job), spec).getFirst() : client.get("/jobs/" + job);
            if (server.isJson()) {
                out.println(Json.pretty(found));
            } else {
                JobText.whole(found, out);
            }
            return wait ? JobWatch.exitCode(List.of(found)) : ExitCode.OK;
        }
    }
}
