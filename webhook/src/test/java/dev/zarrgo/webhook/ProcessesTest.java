package dev.zarrgo.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.testkit.EnabledIfSet;
import dev.zarrgo.testkit.Program;
import dev.zarrgo.webhook.RunningService.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The facade of OGC API – Processes, over the same jobs (rule A25).
class ProcessesTest {

    private static final String OGC = "http://www.opengis.net/";

    private static RunningService service;

    @BeforeAll
    static void start(@TempDir Path folder) {
        service = RunningService.start(folder);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String execution(String name) {
        return "{\"inputs\": %s, \"response\": \"document\"}".formatted(RunningService.job(name));
    }

    @Test
    void landingPageLeadsToEverything() {
        JsonNode landing = service.get("/").json();
        for (String rel : new String[] {
            "self",
            "service-desc",
            "service-doc",
            OGC + "def/rel/ogc/1.0/conformance",
            OGC + "def/rel/ogc/1.0/processes",
            OGC + "def/rel/ogc/1.0/job-list"
        }) {
            String href = "";
            for (JsonNode link : landing.path("links")) {
                href = link.path("rel").asText().equals(rel) ? link.path("href").asText() : href;
            }
            assertThat(href).as(rel).startsWith(service.address());
            assertThat(service.get(href.substring(service.address().length())).status())
                    .isEqualTo(200);
        }
        assertThat(service.get("/", "Accept", "text/plain").body()).contains("alive");
        assertThat(service.get("/conformance").body())
                .contains(OGC + "spec/ogcapi-processes-1/1.0/conf/core", "/conf/dismiss", "/conf/job-list");
    }

    @Test
    void processSaysWhatItTakes() {
        assertThat(service.get("/processes").json().at("/processes/0/id").asText())
                .isEqualTo("convert");
        JsonNode process = service.get("/processes/convert").json();
        assertThat(process.at("/jobControlOptions/0").asText()).isEqualTo("async-execute");
        assertThat(process.at("/inputs/source/schema/type").asText()).isEqualTo("string");
        assertThat(process.path("outputs")).isNotEmpty();
    }

    @Test
    void executionIsAJob() {
        Answer started = service.post("/processes/convert/execution", execution("EXECUTE"));
        assertThat(started.status()).as(started.body()).isEqualTo(201);
        assertThat(started.header("Location")).isEqualTo(service.address() + "/jobs/" + started.text("jobID"));
        assertThat(started.text("processID")).isEqualTo("convert");
        assertThat(started.text("type")).isEqualTo("process");
        assertThat(started.text("status")).isEqualTo("accepted");
        Answer again = service.post("/processes/convert/execution", execution("EXECUTE"));
        assertThat(again.status()).isEqualTo(303);
        assertThat(again.text("jobID")).isEqualTo(started.text("jobID"));
        assertThat(again.header("Location")).isEqualTo(started.header("Location"));
        // The other API knows it, too.
        assertThat(service.post("/samples", RunningService.sample("EXECUTE")).text("job"))
                .isEqualTo(started.text("jobID"));
        assertThat(service.get("/jobs/%s/results".formatted(started.text("jobID")))
                        .status())
                .isEqualTo(404);
        Answer dismissed = service.delete("/jobs/" + started.text("jobID"));
        assertThat(dismissed.status()).isEqualTo(200);
        assertThat(dismissed.text("status")).isEqualTo("dismissed");
    }

    @Test
    void inputsMayBeWrittenAsTheStandardAllows() {
        String source = RunningService.SOURCE.formatted("FORMS");
        Answer started = service.post(
                "/processes/convert/execution",
                "{\"inputs\": {\"source\": {\"href\": \"%s\"}, \"collection\": {\"value\": \"sentinel-2-l2a\"}}}"
                        .formatted(source));
        assertThat(started.status()).as(started.body()).isEqualTo(201);
        assertThat(started.text("source")).isEqualTo(source);
    }

    @Test
    void wrongInputsArePointedAt() {
        Answer refused = service.post(
                "/processes/convert/execution", "{\"inputs\": {\"source\": 7, \"collection\": \"x\", \"y\": 1}}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.pointers()).contains("/inputs/source", "/inputs/collection", "/inputs/y");
    }

    /// The client that others use, unchanged.
    @Test
    @EnabledIfSet("ZARRGO_OWSLIB")
    void owsLibWorks(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("client.py"), """
                import sys
                from owslib.ogcapi.processes import Processes
                service = Processes(sys.argv[1])
                assert any('processes' in uri for uri in service.conformance()['conformsTo'])
                assert [p['id'] for p in service.processes()] == ['convert']
                assert 'async-execute' in service.process('convert')['jobControlOptions']
                job = service.execute('convert', inputs={'source': sys.argv[2], 'collection': 'sentinel-2-l2a'}, async_=True)
                assert job['status'] == 'accepted', job
                assert job['processID'] == 'convert', job
                assert service.response_headers['Location'].endswith('/jobs/' + job['jobID'])
                print(job['jobID'])
                """);
        Program.Outcome outcome = Program.run(
                System.getenv("ZARRGO_OWSLIB"),
                "-B",
                script,
                service.address(),
                RunningService.SOURCE.formatted("OWS"));
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(service.get("/jobs/" + outcome.output().strip()).text("item"))
                .isEqualTo("S2A_OWS");
    }
}
