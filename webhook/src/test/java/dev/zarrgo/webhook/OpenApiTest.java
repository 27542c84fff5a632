package dev.zarrgo.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.testkit.EnabledIfSet;
import dev.zarrgo.testkit.Program;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The description of the API is what the service does: the same addresses and methods, and no answer that
/// it does not know.
class OpenApiTest {

    private static final Pattern ROUTE = Pattern.compile("(GET|POST|PUT|DELETE) (\\S+)");
    private static RunningService service;

    @BeforeAll
    static void start(@TempDir Path folder) {
        service = RunningService.start(folder, "webhook.requests-per-second", "100000", "webhook.burst", "1000000");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Set<String> described() {
        var operations = new TreeSet<String>();
        String text = service.get("/openapi.yml").body();
        Map<String, Map<String, Map<String, Object>>> document =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        document.getOrDefault("paths", Map.of()).forEach((path, methods) -> methods.keySet().stream()
                .map(method -> method.toUpperCase(Locale.ROOT))
                .filter(method -> !method.equals("PARAMETERS"))
                .forEach(method -> operations.add(method + " " + path)));
        return operations;
    }

    @Test
    void everyResourceIsDescribedAndNothingElse() {
        var routes = new TreeSet<String>();
        service.routes().forEach(route -> {
            var matcher = ROUTE.matcher(route);
            if (matcher.find()) {
                routes.add(matcher.group(1) + " " + matcher.group(2));
            }
        });
        Set<String> described = described();
        // Names of parameters are for readers.
        var normal = new TreeSet<String>();
        described.forEach(operation -> normal.add(operation.replaceAll("\\{[^}]*}", "{}")));
        var real = new TreeSet<String>();
        routes.forEach(operation -> real.add(operation.replaceAll("\\{[^}]*}", "{}")));
        real.removeIf(operation -> operation.contains(" /ui/")); // files of the pages
        real.remove("GET /health/{}");
        normal.removeAll(List.of("GET /health/liveness", "GET /health/readiness"));
        assertThat(normal).isEqualTo(real);
    }

    @Test
    void everyOperationHasAUniqueName() {
        String text = service.get("/openapi.yml").body();
        List<String> names = text.lines()
                .filter(line -> line.strip().startsWith("operationId:"))
                .map(String::strip)
                .toList();
        assertThat(names).doesNotHaveDuplicates().hasSize(described().size());
    }

    @Test
    void pageShowsEveryOperationAndRunsNothing() {
        RunningService.Answer page = service.get("/openapi");
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(page.body()).doesNotContain("<script", "http://", "https://cdn");
        described().forEach(operation -> assertThat(page.body())
                .contains("<code>%s</code>".formatted(operation.substring(operation.indexOf(' ') + 1))));
    }

    /// Thousands of requests made from the document, by an independent program: no 5xx, and no answer that
    /// the document does not know.
    @Test
    @EnabledIfSet("ZARRGO_SCHEMATHESIS")
    void schemathesisFindsNothing(@TempDir Path folder) {
        service.post("/samples", RunningService.sample("SCHEMA"));
        Stream<String> command = Stream.of(
                System.getenv("ZARRGO_SCHEMATHESIS"),
                "run",
                service.address() + "/openapi.yml",
                "--url",
                service.address(),
                "--phases",
                "examples,coverage,fuzzing",
                "--checks",
                "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
                "--max-examples",
                "40",
                "--generation-deterministic",
                "--suppress-health-check",
                "all",
                "--exclude-path",
                "/events",
                "--exclude-path",
                "/jobs/{id}/events",
                "--no-color");
        Program.Outcome outcome = Program.run(
                Map.of("PYTHONDONTWRITEBYTECODE", "1", "HOME", folder.toString()),
                command.map(Object.class::cast).toArray());
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(Arrays.asList(outcome.output().split("\n", -1))).anyMatch(line -> line.contains("generated"));
    }
}
