package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.EnabledIfSet;
import dev.zarrgo.testkit.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `zarrgo register`, `zarrgo collection` and `zarrgo item`, from a product to an empty catalogue again.
class RegisterIT {

    private static final TestProduct PRODUCT = TestProduct.sample("L2A", 2, TestProduct.SMALL);
    private static final String ID = "PRODUCT";

    private final String collection =
            "sentinel-2-l2a-" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path store;

    @BeforeEach
    void convert() {
        store = folder.resolve("stores").resolve(ID + ".zarr");
        Invocation.successful("convert", PRODUCT.folder(), store, "--spatial-chunk", 100);
    }

    private static JsonNode json(Invocation invocation) {
        try {
            return Json.parse(invocation.out().getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static Object[] with(List<?> options, Object... arguments) {
        var all = new ArrayList<Object>(Arrays.asList(arguments));
        all.addAll(options);
        return all.toArray();
    }

    @Test
    void inACatalogueOfFiles() throws IOException {
        fromProductToNothing(List.of("--catalog", folder.resolve("catalog")));
    }

    @Test
    @EnabledIfSet("ZARRGO_STAC_API_URL")
    void inAStacApi() throws IOException {
        fromProductToNothing(List.of("--catalog", System.getenv("ZARRGO_STAC_API_URL"), "--allow-http"));
    }

    @Test
    @EnabledIfSet({"ZARRGO_PG_JDBC_URL", "PGUSER", "PGPASSWORD"})
    void inADatabase() throws IOException {
        fromProductToNothing(List.of("--catalog", System.getenv("ZARRGO_PG_JDBC_URL")));
    }

    private void fromProductToNothing(List<?> catalog) throws IOException {
        Object[] register = with(catalog, "register", ID + ".zarr", store, "-C", collection);
        JsonNode planned = json(Invocation.successful(with(List.of("--dry-run"), register)));
        assertThat(planned.path("id").asText()).isEqualTo(ID);
        assertThat(Invocation.successful(with(catalog, "collection", "list")).out())
                .as("a plan makes nothing")
                .doesNotContain(collection);

        JsonNode report = json(Invocation.successful(with(List.of("--json"), register)));
        assertThat(report.path("outcome").asText()).isEqualTo("created");
        Path file = folder.resolve("register.json");
        assertThat(Invocation.successful(with(List.of("--report", file), register))
                        .out())
                .startsWith("replaced " + collection);
        assertReported(Json.parse(Files.readAllBytes(file)), catalog);
        assertThat(Invocation.of(with(List.of("--mode", "create-only"), register))
                        .exitCode())
                .as("X6")
                .isEqualTo(73);

        Object[] item = with(catalog, ID, "-C", collection);
        JsonNode shown = json(Invocation.successful(with(Arrays.asList(item), "item", "show")));
        assertThat(shown.path("assets").has("reflectance")).isTrue();
        assertValid(shown);
        assertThat(Invocation.successful(with(Arrays.asList(item), "item", "validate"))
                        .out())
                .contains("0 violations");
        JsonNode statistics = json(Invocation.successful(with(Arrays.asList(item), "item", "show", "--s3-stats")));
        assertThat(statistics.path("stored").path("objects").asInt()).isEqualTo(files());

        assertThat(Invocation.successful(with(catalog, "collection", "update", collection))
                        .out())
                .contains("\"bbox\"");
        assertValid(json(Invocation.successful(with(catalog, "collection", "show", collection))));

        Object[] delete = with(Arrays.asList(item), "item", "delete", "--with-data");
        assertThat(Invocation.successful(delete).out()).startsWith("would remove item " + ID);
        assertThat(store).isDirectory();
        Invocation.successful(with(List.of("--execute"), delete));
        assertThat(files()).isZero();
        Invocation.of(with(Arrays.asList(item), "item", "show")).assertFailed(66, "has no item " + ID);
    }

    /// Rule P81: what a service sums up.
    private static void assertReported(JsonNode report, List<?> catalog) {
        assertThat(report.path("outcome").asText()).isEqualTo("registered");
        assertThat(report.at("/items/0/picture_seconds").asDouble()).isPositive();
        assertThat(report.at("/items/0").has("document")).isFalse();
        assertThat(report.path("wall_seconds").asDouble()).isPositive();
        if (String.valueOf(catalog.get(1)).startsWith("http")) {
            assertThat(report.path("requests"))
                    .anySatisfy(request -> {
                        assertThat(request.path("method").asText()).isEqualTo("PUT");
                        assertThat(request.path("endpoint").asText())
                                .isEqualTo("/collections/{collection}/items/{item}");
                        assertThat(request.path("status").asInt()).isEqualTo(200);
                        assertThat(request.path("seconds").asDouble()).isPositive();
                    })
                    .hasSizeLessThan(20);
        } else {
            assertThat(report.path("requests")).isEmpty();
        }
    }

    private long files() throws IOException {
        try (var files = Files.walk(store)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    /// By the independent validator, where it is named.
    private static void assertValid(JsonNode document) throws IOException {
        String python = System.getenv("ZARRGO_SERVICES_PYTHON");
        String script = System.getenv("ZARRGO_STAC_VALIDATE");
        if (python != null && script != null) {
            Path file = Files.createTempFile("document", ".json");
            Files.write(file, Json.bytes(document));
            Program.Outcome outcome = Program.run(python, script, file);
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
            Files.delete(file);
        }
    }

    @Test
    @DisplayName("X6: what is not there, not valid, not reachable and not allowed")
    void endsWithTheExitCodeOfTheFailure() throws IOException {
        List<?> catalog = List.of("--catalog", folder.resolve("catalog"), "-C", collection);
        Invocation.of(with(catalog, "register", "a.zarr", folder.resolve("none.zarr")))
                .assertFailed(66, "none.zarr");
        Files.writeString(store.resolve("zarr.json"), "{\"zarr_format\": 3, \"node_type\": \"group\"}");
        Invocation.of(with(catalog, "register", "a.zarr", store)).assertFailed(65, "no valid GeoZarr store");
        List<?> http = List.of("--catalog", "http://127.0.0.1:1/", "-C", collection);
        Invocation.of(with(http, "register", "a.zarr", store)).assertFailed(64, "not an https address");
        assertThat(folder.resolve("catalog")).doesNotExist();
    }

    @Test
    @DisplayName("X6: a catalogue that does not answer is worth another try")
    void anUnreachableDatabaseIsTransient() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Invocation.of("collection", "list", "--catalog", "jdbc:postgresql://127.0.0.1:%d/pgstac".formatted(port))
                .assertFailed(75, "127.0.0.1:" + port);
    }
}
