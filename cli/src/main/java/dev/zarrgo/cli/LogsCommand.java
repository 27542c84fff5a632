package dev.zarrgo.cli;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `zarrgo logs`
@Command(
        name = "logs",
        description = "Print what the steps of a job have printed.",
        sortOptions = false,
        footer = {"", "Examples:", "  zarrgo logs 01jd3q6z8k5v0c9x2m4n7p1r3t --step convert --follow"})
final class LogsCommand implements Callable<Integer> {

    private static final String DATA = "data:";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "JOB", description = "Its id.")
    private String job = "";

    @Option(names = "--step", paramLabel = "NAME", description = "Only this one: stage, convert, validate, register.")
    private @Nullable String step;

    @Option(names = "--follow", description = "Go on until the steps have ended.")
    private boolean follow;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        String path = "/jobs/%s/logs%s".formatted(job, step == null ? "" : "?step=" + step);
        try (ServiceClient client = server.client();
                var reader = new BufferedReader(new InputStreamReader(
                        client.stream(path, follow ? "text/event-stream" : "text/plain"), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!follow) {
                    out.println(line);
                } else if (line.startsWith(DATA)) {
                    out.println(line.substring(DATA.length()).replaceFirst("^ ", ""));
                }
            }
            out.flush();
            return ExitCode.OK;
        } catch (IOException broken) {
            throw new UnavailableException(
                    FailureCode.SERVICE_UNAVAILABLE, "the log broke off: " + broken.getMessage(), "run again", broken);
        }
    }
}
