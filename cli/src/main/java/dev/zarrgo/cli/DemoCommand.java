package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.convert.ConverterVersion;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.sample.SampleProduct;
import dev.zarrgo.converter.sample.SampleReport;
import dev.zarrgo.converter.sample.SampleRequest;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.webhook.config.Service;
import dev.zarrgo.webhook.config.Settings;
import dev.zarrgo.webhook.telemetry.JsonLogs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `zarrgo demo`
@Command(
        name = "demo",
        description = "Start the service, have it convert a sample product, and say where to look.",
        sortOptions = false,
        footer = {
            "",
            "Everything happens in $ZARRGO_HOME/demo, by default ~/.zarrgo/demo, and nothing leaves this machine.",
            "A product that is already there is used again; the store is made anew. On a terminal the service runs",
            "until Ctrl-C; elsewhere the demo ends by itself.",
            "",
            "Examples:",
            "  zarrgo demo",
            "  zarrgo demo --size small",
            "  zarrgo demo --clean"
        })
final class DemoCommand implements Callable<Integer> {

    private static final String COLLECTION = "sentinel-2-l2a";
    private static final int DEFAULT_PORT = 12000;

    /// A tenth of a product in each direction.
    private static final int SMALL_SIZE = 1098;

    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--size",
            paramLabel = "full|small",
            defaultValue = "full",
            description = "A whole tile of 10980 × 10980 pixels, or 1098 × 1098. Default: ${DEFAULT-VALUE}.")
    private Size size = Size.FULL;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Of the service. Default: " + DEFAULT_PORT + ", or one that is free.")
    private @Nullable Integer port;

    @Option(names = "--clean", description = "Remove everything that the demo has made.")
    private boolean clean;

    enum Size {
        FULL(SampleRequest.FULL_SIZE),
        SMALL(SMALL_SIZE);

        private final int pixels;

        Size(int pixels) {
            this.pixels = pixels;
        }
    }

    @Override
    public Integer call() throws IOException {
        var folder = new DemoFolder(DataFolder.path().resolve("demo"));
        if (clean) {
            folder.remove();
            line("removed", folder.toString());
            return ExitCode.OK;
        }
        out().println("Zarrgo %s · demo in %s · nothing leaves this machine"
                .formatted(ConverterVersion.VERSION, folder));
        Path product = folder.product(size.pixels);
        try (DemoServer provider = DemoServer.start();
                Service service = start(folder, provider);
                var client = new ServiceClient(service.address(), "")) {
            line("service", "%s ready in %s".formatted(service.address(), sinceStart()));
            line("", "embedded ledger, local engine, file store, catalogue of files");
            makeProduct(folder, product);
            JsonNode job = convert(provider.give(product), client);
            int code = JobWatch.exitCode(List.of(job));
            if (code != ExitCode.OK) {
                line("failed", job.path("message").asText());
                line(
                        "",
                        "more: ./zarrgo logs %s --server %s"
                                .formatted(job.path("id").asText(), service.address()));
                return code;
            }
            report(job, client);
            lookAtIt(folder, product, service, job);
            if (Terminal.hasSomebody()) {
                out().println("Ctrl-C stops the service. `./zarrgo demo --clean` removes everything.");
                Interruption.await();
            } else {
                out().println("`./zarrgo demo --clean` removes everything.");
            }
            return ExitCode.OK;
        }
    }

    private void makeProduct(DemoFolder folder, Path product) {
        String pixels = "%d × %d pixels".formatted(size.pixels, size.pixels);
        if (folder.holds(product)) {
            line("sample product", "%s, made before".formatted(pixels));
            return;
        }
        DemoFolder.delete(product);
        var request = new SampleRequest(SampleRequest.Kind.S2L2A, 2, size.pixels, SampleRequest.DEFAULT_SEED);
        var progress = new SampleMeter("  sample product");
        long start = System.nanoTime();
        SampleReport report;
        // The lines of the demo are its progress; only a terminal has room for more.
        ProgressStyle style = Terminal.isInteractive() ? ProgressStyle.BAR : ProgressStyle.NONE;
        try (var _ = ProgressDisplay.start(style, progress, spec.commandLine().getErr())) {
            report = SampleProduct.make(request, Location.of(product), THREADS, progress, Interruption.cancellation());
        }
        line("sample product", "%s · %s".formatted(report.id(), pixels));
        line(
                "",
                "%s in %d objects · made in %s"
                        .formatted(
                                Terminal.bytes(report.storedBytes()),
                                report.objects(),
                                Terminal.seconds((System.nanoTime() - start) / 1e9)));
    }

    private Service start(DemoFolder folder, DemoServer provider) throws IOException {
        var settings = Settings.read(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "webhook.port",
                        String.valueOf(port == null ? freePort() : port),
                        "source.allowed-hosts",
                        provider.address(),
                        "log.level",
                        "error"));
        JsonLogs.enable("error");
        return Service.start(settings, folder.path(), ProgramCommand.words());
    }

    /// The usual port, or any where that is taken.
    private static int freePort() throws IOException {
        try (var _ = new ServerSocket(DEFAULT_PORT, 1, InetAddress.getLoopbackAddress())) {
            return DEFAULT_PORT;
        } catch (IOException _) {
            return 0;
        }
    }

    /// Since Java was started; the process may be older, when the launcher had to build first.
    private static String sinceStart() {
        return Terminal.seconds(ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
    }

    private JsonNode convert(String source, ServiceClient client) {
        JsonNode receipt = client.send(
                "POST", "/samples", Json.object().put("source_url", source).put("collection", COLLECTION));
        String id = receipt.path("job").asText();
        line(
                "POST /samples",
                "200  job %s%s".formatted(id, receipt.path("duplicate").asBoolean() ? ", accepted before" : ""));
        return JobWaiting.until(client, List.of(id), spec).getFirst();
    }

    /// What the steps said.
    private void report(JsonNode job, ServiceClient client) throws IOException {
        String path = "/jobs/%s".formatted(job.path("id").asText());
        for (JsonNode attempt : client.get(path + "/output").path("attempts")) {
            for (JsonNode step : attempt.path("reports").path("steps")) {
                if (step.path("name").asText().equals("convert")) {
                    converted(step.path("report"));
                }
            }
        }
        line("validate", lastLine(client, path + "/logs?step=validate"));
        line(
                "register",
                "%s / %s"
                        .formatted(
                                job.path("collection").asText(),
                                job.path("item").asText()));
    }

    private void converted(JsonNode report) {
        JsonNode totals = report.path("totals");
        line(
                "convert",
                "%d arrays · %s in %s · limited by %s"
                        .formatted(
                                totals.path("arrays").asInt(),
                                Terminal.bytes(totals.path("raw_bytes").asLong()),
                                Terminal.seconds(report.path("wall_seconds").asDouble()),
                                report.path("limit").path("text").asText()));
        line(
                "",
                "%s in · %s out in %d objects · peak memory %s"
                        .formatted(
                                Terminal.bytes(totals.path("bytes_read").asLong()),
                                Terminal.bytes(totals.path("bytes_written").asLong()),
                                totals.path("objects_written").asInt(),
                                Terminal.bytes(report.path("memory")
                                        .path("peak_resident_bytes")
                                        .asLong())));
    }

    private static String lastLine(ServiceClient client, String path) throws IOException {
        try (var lines =
                new BufferedReader(new InputStreamReader(client.stream(path, "text/plain"), StandardCharsets.UTF_8))) {
            return lines.lines().reduce("", (_, last) -> last);
        }
    }

    private void lookAtIt(DemoFolder folder, Path product, Service service, JsonNode job) {
        String item = job.path("item").asText();
        Path store = folder.path().resolve("stores").resolve(COLLECTION).resolve(item + ".zarr");
        out().println("Look at it");
        line("map", "%s/map?item=%s".formatted(service.address(), item));
        line("job", "%s/jobs/%s".formatted(service.address(), job.path("id").asText()));
        line("item", "%s/catalog/collections/%s/items/%s".formatted(service.address(), COLLECTION, item));
        line("store", DemoFolder.written(store));
        line(
                "check",
                "./zarrgo validate %s --source %s".formatted(DemoFolder.written(store), DemoFolder.written(product)));
    }

    private void line(String what, String text) {
        out().println("  %-16s%s".formatted(what, text));
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
