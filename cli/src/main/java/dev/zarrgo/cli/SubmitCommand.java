package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `zarrgo submit`
///
/// Source: rule P11.
@Command(
        name = "submit",
        description = "Ask the service to convert and register sources.",
        sortOptions = false,
        footer = {
            "",
            "A source is the address of a STAC item, of a collection of items, or of a Zarr store. What the",
            "service refuses does not keep it from the others; the exit code is then that of the first refusal.",
            "",
            "Examples:",
            "  zarrgo submit https://stac.example.org/collections/s2/items/S2A_… -C sentinel-2-l2a --wait",
            "  zarrgo submit --list sources.txt -C sentinel-2-l2a",
            "  zarrgo submit --search https://stac.example.org --source-collection s2 --bbox 11,46,12,47 -C sentinel-2-l2a"
        })
final class SubmitCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "SOURCE", arity = "0..*", description = "Addresses of sources.")
    private List<String> sources = List.of();

    @Option(
            names = {"-C", "--collection"},
            paramLabel = "ID",
            required = true,
            description = "The collection that the items are registered in.")
    private String collection = "";

    @Option(
            names = "--list",
            paramLabel = "FILE",
            description = "A file with a source in each line; # begins a comment.")
    private @Nullable Path list;

    @ArgGroup(exclusive = false)
    private @Nullable SourceSearch search;

    @Option(
            names = "--action",
            paramLabel = "NAME",
            defaultValue = "convert",
            description =
                    "convert, convert-v1-s2, convert-v1-s2-hp (first in the queue) or convert-v1-s3. Default: ${DEFAULT-VALUE}.")
    private String action = "";

    @Option(
            names = "--pause",
            paramLabel = "MILLIS",
            defaultValue = "1000",
            description = "Between two sources of a list. Default: ${DEFAULT-VALUE}.")
    private long pause;

    @Option(names = "--wait", description = "Until the jobs have ended; the exit code then says how.")
    private boolean wait;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<String> all = sources();
        ArrayNode answers = Json.array();
        var ids = new ArrayList<String>();
        int refused = ExitCode.OK;
        try (ServiceClient client = server.client()) {
            for (int i = 0; i < all.size(); i++) {
                pause(i > 0 && sources.isEmpty());
                try {
                    JsonNode receipt = client.send("POST", "/samples", request(all.get(i)));
                    answers.add(receipt);
                    ids.add(receipt.path("job").asText());
                    print(all.get(i), receipt, out);
                } catch (InvalidRequestException failure) {
                    refused = refused == ExitCode.OK ? ExitCode.of(failure) : refused;
                    ErrorText.print(
                            (ZarrgoException) failure, "", spec.commandLine().getErr());
                }
            }
            int ended = wait && !ids.isEmpty() ? await(client, ids, out) : ExitCode.OK;
            if (server.isJson()) {
                out.println(Json.pretty(answers));
            }
            out.flush();
            return refused == ExitCode.OK ? ended : refused;
        }
    }

    private int await(ServiceClient client, List<String> ids, PrintWriter out) {
        List<JsonNode> jobs = JobWaiting.until(client, ids, spec);
        if (!server.isJson()) {
            JobText.head(out);
            jobs.forEach(job -> JobText.row(job, out));
        }
        return JobWatch.exitCode(jobs);
    }

    private void print(String source, JsonNode receipt, PrintWriter out) {
        if (!server.isJson()) {
            out.println("job %s  %s%s"
                    .formatted(
                            receipt.path("job").asText(),
                            source,
                            receipt.path("duplicate").asBoolean() ? "  (accepted before)" : ""));
        }
    }

    private ObjectNode request(String source) {
        return Json.object()
                .put("source_url", source)
                .put("collection", collection)
                .put("action", action);
    }

    private List<String> sources() {
        var all = new ArrayList<>(sources);
        if (list != null) {
            all.addAll(lines(list));
        }
        if (search != null) {
            all.addAll(search.sources(spec.commandLine().getErr()));
        }
        if (all.isEmpty() && search == null) {
            throw new InvalidRequestException(
                    FailureCode.USAGE, "there is no source", "give addresses, --list FILE or --search URL");
        }
        return all;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.replaceFirst("(^|\\s)#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException broken) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_NOT_FOUND,
                    "%s cannot be read: %s".formatted(file, broken.getMessage()),
                    "check the path of the list",
                    broken);
        }
    }

    private void pause(boolean needed) {
        if (!needed) {
            return;
        }
        try (var _ = Interruption.cancellation().interrupting()) {
            Thread.sleep(pause);
        } catch (InterruptedException stopped) {
            throw new InterruptedRunException(FailureCode.INTERRUPTED, "interrupted", null, stopped);
        }
    }
}
