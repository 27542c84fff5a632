package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.webhook.config.Service;
import dev.zarrgo.webhook.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The embedded service from a POST to an item in the catalogue, with steps as processes of their own; and
/// sources of every unusable kind, none of which is ever registered (rules P5, P7, P88, X6).
class ServeIT {

    private static final String COLLECTION = "sentinel-2-l2a";

    private static Path home;
    private static Service service;
    private static DemoServer provider;
    private static HttpServer bad;
    private static HttpServer hidden;
    private static final AtomicInteger HIDDEN_REQUESTS = new AtomicInteger();

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        home = folder;
        provider = DemoServer.start();
        bad = server();
        hidden = server();
        hidden.createContext("/", exchange -> {
            HIDDEN_REQUESTS.incrementAndGet();
            answer(exchange, 404, "");
        });
        bad.createContext("/items/NOT-STAC", exchange -> answer(exchange, 200, "{\"type\": \"Nothing\"}"));
        bad.createContext("/items/NOT-JSON", exchange -> answer(exchange, 200, "<html>"));
        bad.createContext("/items/MISSING", exchange -> answer(exchange, 404, ""));
        bad.createContext("/items/SECRET", exchange -> answer(exchange, 403, ""));
        bad.createContext("/items/NO-ASSET", exchange -> answer(exchange, 200, item("NO-ASSET", "")));
        bad.createContext(
                "/items/NO-PRODUCT", exchange -> answer(exchange, 200, item("NO-PRODUCT", at(bad) + "/x.zarr")));
        bad.createContext("/items/INWARD", exchange -> answer(exchange, 200, item("INWARD", at(hidden) + "/x.zarr")));
        bad.createContext("/items/REDIRECT", exchange -> {
            exchange.getResponseHeaders().add("Location", at(hidden) + "/items/REDIRECT");
            answer(exchange, 302, "");
        });
        service = Service.start(
                Settings.read(
                        Optional.empty(),
                        Map.of(),
                        Map.of("webhook.port", "0", "source.allowed-hosts", provider.address() + "," + at(bad))),
                home,
                ProgramCommand.words());
    }

    @AfterAll
    static void stop() {
        service.close();
        provider.close();
        bad.stop(0);
        hidden.stop(0);
    }

    private static HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        return server;
    }

    private static String at(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String item(String id, String href) {
        var item = Json.object()
                .put("type", "Feature")
                .put("stac_version", "1.1.0")
                .put("id", id);
        item.putNull("geometry");
        item.putObject("properties").put("datetime", "2026-01-01T00:00:00Z");
        item.putArray("links");
        var assets = item.putObject("assets");
        if (!href.isEmpty()) {
            assets.putObject("product").put("href", href);
        }
        return Json.text(item);
    }

    private static Invocation submit(String source) {
        return Invocation.of("submit", source, "-C", COLLECTION, "--wait", "--server", service.address());
    }

    private static JsonNode job(String item) throws IOException {
        Invocation jobs = Invocation.successful("jobs", "--item", item, "--json", "--server", service.address());
        return Json.parse(jobs.out().getBytes(StandardCharsets.UTF_8))
                .path("jobs")
                .path(0);
    }

    @Test
    void postedProductBecomesAValidStoreAndAnItem() throws IOException {
        String source =
                provider.give(TestProduct.sample("L2A", 2, TestProduct.MEDIUM).folder());
        Invocation submitted = submit(source);
        assertThat(submitted.exitCode()).as(submitted.out() + submitted.err()).isZero();
        assertThat(submitted.out()).contains("DONE");
        String id = source.substring(source.lastIndexOf('/') + 1);
        Path store = home.resolve("stores").resolve(COLLECTION).resolve(id + ".zarr");
        Invocation.successful(
                "validate",
                store,
                "--source",
                TestProduct.sample("L2A", 2, TestProduct.MEDIUM).folder());
        assertThat(home.resolve("catalog").resolve(COLLECTION).resolve(id).resolve(id + ".json"))
                .isRegularFile();

        JsonNode job = job(id);
        assertThat(job.path("state").asText()).isEqualTo("DONE");
        assertThat(job.path("percent").asInt()).isEqualTo(100);
        String name = job.path("id").asText();
        Invocation status = Invocation.successful("status", name, "--wait", "--server", service.address());
        assertThat(status.out()).contains("DONE, 100 %", "/catalog/collections/%s/items/%s".formatted(COLLECTION, id));
        for (String how : List.of("--json", "--follow")) {
            Invocation logs =
                    Invocation.successful("logs", name, "--step", "validate", how, "--server", service.address());
            assertThat(logs.out()).contains("0 errors");
        }
        assertThat(metrics())
                .contains("geozarr_conversion_seconds_count{collection=\"%s\",product=\"".formatted(COLLECTION))
                .contains("geozarr_conversion_bytes_sum{collection=\"%s\"}".formatted(COLLECTION))
                .contains("stac_registration_total{collection=\"%s\",status=\"success\"} 1.0".formatted(COLLECTION))
                .contains("preview_generation_seconds_count{collection=\"%s\"} 1".formatted(COLLECTION));
        assertThat(Invocation.of("retry", name, "--server", service.address()).exitCode())
                .isEqualTo(73);
        assertThat(Invocation.of("cancel", name, "--server", service.address()).exitCode())
                .isEqualTo(73);
    }

    private static String metrics() throws IOException {
        try (var in = URI.create(service.address() + "/prometheus").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NOT-STAC,   INVALID, 65, item-invalid",
        "NOT-JSON,   INVALID, 65, item-invalid",
        "MISSING,    INVALID, 66, source-not-found",
        "SECRET,     FAILED,  77, forbidden",
        "NO-ASSET,   INVALID, 66, source-not-found",
        "NO-PRODUCT, INVALID, 66, source-not-found",
        "INWARD,     INVALID, 64, source-forbidden",
        "REDIRECT,   INVALID, 64, source-forbidden"
    })
    void unusableSourceIsNeverRegistered(String id, String state, int exitCode, String code) throws IOException {
        Invocation submitted = submit(at(bad) + "/items/" + id);
        assertThat(submitted.exitCode()).as(submitted.out() + submitted.err()).isNotZero();
        JsonNode job = job(id);
        assertThat(job.path("state").asText()).as(Json.text(job)).isEqualTo(state);
        assertThat(job.path("message").asText()).isNotEmpty();
        Invocation whole =
                Invocation.successful("status", job.path("id").asText(), "--json", "--server", service.address());
        JsonNode attempt =
                Json.parse(whole.out().getBytes(StandardCharsets.UTF_8)).at("/attempts/0");
        assertThat(attempt.path("exitCode").asInt()).as(whole.out()).isEqualTo(exitCode);
        assertThat(attempt.path("code").asText()).as(whole.out()).isEqualTo(code);
        assertThat(job.path("code").asText()).isEqualTo(code);
        assertNotRegistered(id);
        assertThat(HIDDEN_REQUESTS).hasValue(0);
    }

    @Test
    void corruptProductIsNeverRegistered(@TempDir Path folder) throws IOException {
        Path product = TestProduct.sample("L2A", 2, TestProduct.SMALL).folder();
        Path copy = folder.resolve("corrupt.zarr");
        try (Stream<Path> files = Files.walk(product)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(product.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        Path attributes = copy.resolve(".zattrs");
        Files.writeString(
                attributes, Files.readString(attributes).replaceAll("S2A_MSIL2A_\\d+T", "S2A_MSIL2A_CORRUPTT"));
        Path chunk = copy.resolve("measurements/reflectance/r10m/b02/0.0");
        byte[] bytes = Files.readAllBytes(chunk);
        Files.write(chunk, Arrays.copyOf(bytes, bytes.length / 2));
        String source = provider.give(copy);
        String id = source.substring(source.lastIndexOf('/') + 1);
        assertThat(submit(source).exitCode()).isEqualTo(65);
        JsonNode job = job(id);
        assertThat(job.path("state").asText()).isEqualTo("INVALID");
        assertThat(job.path("message").asText()).contains("b02");
        assertThat(job.path("code").asText()).isEqualTo("source-corrupt");
        assertNotRegistered(id);
        assertThat(home.resolve("stores")
                        .resolve(COLLECTION)
                        .resolve(id + ".zarr")
                        .resolve("zarr.json"))
                .doesNotExist();
    }

    private static void assertNotRegistered(String id) {
        assertThat(home.resolve("catalog").resolve(COLLECTION).resolve(id)).doesNotExist();
    }

    @Test
    @DisplayName("P11: sources come from a list, too; what is refused keeps nothing from the others")
    void listIsSubmitted(@TempDir Path folder) throws IOException {
        Path list = folder.resolve("sources.txt");
        Files.writeString(list, """
                # of today
                %1$s/items/LISTED-1   # the first

                https://10.0.0.1/x.zarr
                %1$s/items/LISTED-2
                """.formatted(at(bad)));
        Invocation submitted = Invocation.of(
                "submit", "--list", list, "--pause", "1", "-C", COLLECTION, "--json", "--server", service.address());
        assertThat(submitted.exitCode()).as(submitted.err()).isEqualTo(64);
        JsonNode receipts = Json.parse(submitted.out().getBytes(StandardCharsets.UTF_8));
        assertThat(receipts.findValuesAsText("item")).containsExactly("LISTED-1", "LISTED-2");
        Invocation.of("submit", "--list", folder.resolve("none.txt"), "-C", COLLECTION)
                .assertFailed(66, "none.txt", "cannot be read");
        Invocation.of("submit", "-C", COLLECTION).assertFailed(64, "there is no source");
    }

    /// An API with one item of each kind that the search tells apart.
    @Test
    @DisplayName("P11: what a search finds is printed, or submitted")
    void searchIsSubmitted() throws IOException {
        var asked = new ArrayList<JsonNode>();
        HttpServer api = server();
        api.createContext("/search", exchange -> {
            asked.add(Json.parse(exchange.getRequestBody().readAllBytes()));
            ObjectNode answer = Json.object().put("type", "FeatureCollection");
            answer.putArray("features")
                    .add(found("FOUND-1", false, true))
                    .add(found("DEPRECATED", true, true))
                    .add(found("EMPTY", false, false))
                    .add(found("FOUND-2", false, true));
            answer.putArray("links");
            exchange.getResponseHeaders().add("Content-Type", "application/geo+json");
            answer(exchange, 200, Json.text(answer));
        });
        try {
            Invocation search = Invocation.successful(
                    "search",
                    at(api),
                    "--source-collection",
                    "s2",
                    "--bbox",
                    "11,46,12,47",
                    "--from",
                    "2026-01-01T00:00:00Z");
            assertThat(search.out().lines()).containsExactly(at(bad) + "/items/FOUND-1", at(bad) + "/items/FOUND-2");
            assertThat(search.err()).contains("2 sources found; left out: 1 deprecated, 1 without address or data");
            assertThat(asked.getFirst().path("collections").path(0).asText()).isEqualTo("s2");
            assertThat(asked.getFirst().path("bbox")).hasSize(4);
            assertThat(asked.getFirst().path("datetime").asText()).startsWith("2026-01-01T00:00:00Z/");
            Invocation submitted = Invocation.successful(
                    "submit",
                    "--search",
                    at(api),
                    "--source-collection",
                    "s2",
                    "--pause",
                    "1",
                    "-C",
                    COLLECTION,
                    "--json",
                    "--server",
                    service.address());
            assertThat(Json.parse(submitted.out().getBytes(StandardCharsets.UTF_8))
                            .findValuesAsText("item"))
                    .containsExactly("FOUND-1", "FOUND-2");
        } finally {
            api.stop(0);
        }
    }

    private static JsonNode found(String id, boolean deprecated, boolean hasData) throws IOException {
        var item = (ObjectNode)
                Json.parse(item(id, hasData ? at(bad) + "/" + id + ".zarr" : "").getBytes(StandardCharsets.UTF_8));
        item.withObject("/properties").put("deprecated", deprecated);
        item.withArray("links").addObject().put("rel", "self").put("href", at(bad) + "/items/" + id);
        return item;
    }

    @Test
    void refusedRequestSaysWhatIsWrong() {
        submit("https://10.0.0.1/x.zarr").assertFailed(64, "/source_url", "allowed hosts");
        Invocation.of("submit", "https://x.example/x", "-C", "unknown", "--server", service.address())
                .assertFailed(64, "not configured");
        Invocation.of("status", "01jd3q6z8k5v0c9x2m4n7p1r3t", "--server", service.address())
                .assertFailed(66, "there is no job");
        Invocation.of("jobs", "--server", "http://127.0.0.1:9").assertFailed(75, "no answer");
        Invocation.of("jobs", "--since", "whenever", "--server", service.address())
                .assertFailed(64, "no time");
        assertThat(Invocation.successful("rerun", "--state", "DONE", "--dry-run", "--server", service.address())
                        .out())
                .startsWith("0 jobs would");
        assertThat(Invocation.successful("rerun", "--code", "queue-full", "--dry-run", "--server", service.address())
                        .out())
                .startsWith("0 jobs would");
        assertThat(Invocation.successful("jobs", "--code", "queue-full", "--json", "--server", service.address())
                        .out())
                .contains("\"numberReturned\" : 0");
    }

    @Test
    void secondServiceOnAPortSaysSo() {
        Invocation.of("serve", "--port", service.port(), "--set", "log.level=off")
                .assertFailed(78, "cannot listen");
        Invocation.of("serve", "--set", "webhook.nonsense=1").assertFailed(78, "webhook.nonsense");
        Invocation.of("serve", "--host", "0.0.0.0").assertFailed(78, "nobody would have to say who they are");
        assertThat(Invocation.successful("serve", "--show-settings", "--port", "7")
                        .out())
                .contains("zarrgo.webhook.port: 7  # command line");
    }
}
