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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `zarrgo cancel`
@Command(
        name = "cancel",
        description = "Take jobs back, and end what runs of them.",
        sortOptions = false,
        footer = {"", "Examples:", "  zarrgo cancel 01jd3q6z8k5v0c9x2m4n7p1r3t"})
final class CancelCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "JOB", arity = "1..*", description = "Their ids.")
    private List<String> jobs = List.of();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ServiceClient client = server.client()) {
            for (String job : jobs) {
                JsonNode dismissed = client.send("DELETE", "/jobs/" + job);
                if (server.isJson()) {
                    out.println(Json.pretty(dismissed));
                } else {
                    JobText.row(dismissed, out);
                }
            }
        }
        return ExitCode.OK;
    }
}
