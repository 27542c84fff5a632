package dev.zarrgo.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.webhook.RunningService.Answer;
import dev.zarrgo.webhook.telemetry.RecordedLog;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Jobs are taken in once, listed, watched and helped along (rules P4 to P6, A10 to A12, A25).
class JobsTest {

    private static RunningService service;

    @BeforeAll
    static void start(@TempDir Path folder) {
        service = RunningService.start(folder);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String id(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isLessThan(400);
        return answer.json().has("job") ? answer.text("job") : answer.text("id");
    }

    // --- taken in

    @Test
    void sampleIsAnsweredAsClientsExpect() {
        Answer receipt = service.post("/samples", RunningService.sample("RECEIPT"));
        assertThat(receipt.status()).isEqualTo(200);
        assertThat(receipt.header("Content-Type")).startsWith("application/json");
        JsonNode json = receipt.json();
        assertThat(json.path("status").asText()).isEqualTo("accepted");
        assertThat(json.path("state").asText()).isEqualTo("NEW");
        assertThat(json.path("item").asText()).isEqualTo("S2A_RECEIPT");
        assertThat(json.path("collection").asText()).isEqualTo("sentinel-2-l2a");
        assertThat(json.path("duplicate").asBoolean()).isFalse();
        assertThat(json.path("links").path("self").asText())
                .isEqualTo("/jobs/" + json.path("job").asText());
        assertThat(service.get(json.path("links").path("self").asText()).text("state"))
                .isEqualTo("NEW");
    }

    @Test
    void repeatedSampleIsTheSameJob() {
        String first = id(service.post("/samples", RunningService.sample("TWICE")));
        Answer second = service.post("/samples", RunningService.sample("TWICE"));
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text("job")).isEqualTo(first);
        assertThat(second.json().path("duplicate").asBoolean()).isTrue();
    }

    @Test
    void finishedItemMayBePostedAgain() {
        String first = id(service.post("/samples", RunningService.sample("AGAIN")));
        assertThat(service.put("/jobs/%s/state/DONE".formatted(first), "{}").status())
                .isEqualTo(200);
        Answer second = service.post("/samples", RunningService.sample("AGAIN"));
        assertThat(second.text("job")).isNotEqualTo(first);
        assertThat(second.json().path("duplicate").asBoolean()).isFalse();
    }

    @Test
    void priorityActionHasALaneOfItsOwn() {
        String body = RunningService.sample("FAST").replace("}", ", \"action\": \"convert-v1-s2-hp\"}");
        assertThat(service.get("/jobs/" + id(service.post("/samples", body))).text("lane"))
                .isEqualTo("high");
    }

    @Test
    void nameThatHasPublicAddressesOnlyIsAccepted() {
        String body =
                "{\"source_url\": \"https://public.example.org/S2A_PUBLIC.zarr\", \"collection\": \"sentinel-2-l2a\"}";
        assertThat(service.post("/samples", body).status()).isEqualTo(200);
    }

    @Test
    void equalJobIsFoundAgain() {
        Answer first = service.post("/jobs", RunningService.job("EQUAL"));
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Location")).endsWith("/jobs/" + first.text("id"));
        Answer second = service.post("/jobs", RunningService.job("EQUAL"));
        assertThat(second.status()).isEqualTo(303);
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.text("id")).isEqualTo(first.text("id"));
    }

    @Test
    void otherOptionsForAnItemInWorkAreAConflict() {
        id(service.post("/jobs", RunningService.job("BUSY")));
        String other = RunningService.job("BUSY").replace("}", ", \"options\": {\"encoding\": \"float32\"}}");
        Answer refused = service.post("/jobs", other);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void idempotencyKeyIsOneJob() {
        Answer first = service.post("/jobs", RunningService.job("KEYED"), "Idempotency-Key", "k-1");
        assertThat(first.status()).isEqualTo(201);
        Answer second = service.post("/jobs", RunningService.job("KEYED"), "Idempotency-Key", "k-1");
        assertThat(second.status()).isEqualTo(303);
        assertThat(second.text("id")).isEqualTo(first.text("id"));
        Answer other = service.post("/jobs", RunningService.job("KEYED-OTHER"), "Idempotency-Key", "k-1");
        assertThat(other.status()).isEqualTo(409);
    }

    @Test
    void batchIsAnsweredElementByElement() {
        Answer answer = service.post(
                "/jobs/batch",
                "{\"jobs\": [%s, {\"source\": \"ftp://x\"}, 7, %s, %s]}"
                        .formatted(RunningService.job("B1"), RunningService.job("B2"), RunningService.job("B1")));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().findValuesAsText("status")).contains("201", "400", "303");
        var statuses = new ArrayList<Integer>();
        answer.json().forEach(element -> statuses.add(element.path("status").asInt()));
        assertThat(statuses).containsExactly(201, 400, 400, 201, 303);
        assertThat(answer.json().path(1).path("problem").path("errors")).isNotEmpty();
        assertThat(answer.json().path(4).path("job").path("id"))
                .isEqualTo(answer.json().path(0).path("job").path("id"));
    }

    @Test
    void traceOfTheRequestGoesIntoTheJob() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        Answer receipt = service.post(
                "/samples",
                RunningService.sample("TRACED"),
                "traceparent",
                "00-%s-00f067aa0ba902b7-01".formatted(trace));
        assertThat(service.get("/jobs/%s/input".formatted(receipt.text("job"))).text("traceparent"))
                .matches("00-%s-(?!00f067aa0ba902b7)[0-9a-f]{16}-01".formatted(trace));
    }

    /// Every request is answered, and every one that is accepted is there (rule X1).
    @Test
    void manyClientsAtOnceLoseNothing() {
        List<CompletableFuture<Answer>> answers = Stream.iterate(0, i -> i + 1)
                .limit(200)
                .map(i -> CompletableFuture.supplyAsync(
                        () -> service.post("/samples", RunningService.sample("MANY-" + i % 100))))
                .toList();
        var ids = new HashSet<String>();
        answers.forEach(answer -> ids.add(id(answer.join())));
        assertThat(ids).hasSize(100);
        ids.forEach(id -> assertThat(service.get("/jobs/" + id).status()).isEqualTo(200));
    }

    @Test
    void fullQueueAsksToComeBack(@TempDir Path folder) {
        try (RunningService small = RunningService.start(folder, "controller.queue-limit", "3")) {
            for (int i = 0; i < 3; i++) {
                assertThat(small.post("/samples", RunningService.sample("Q" + i))
                                .status())
                        .isEqualTo(200);
            }
            Answer refused = small.post("/samples", RunningService.sample("Q3"));
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).matches("\\d+");
            assertThat(refused.text("code")).isEqualTo("queue-full");
            assertThat(small.jobs()).isEqualTo(3);
        }
    }

    /// What was accepted is there after a restart (rule X1).
    @Test
    void jobsOutliveTheService(@TempDir Path folder) {
        String id;
        try (RunningService first = RunningService.start(folder)) {
            id = first.post("/samples", RunningService.sample("LASTING")).text("job");
        }
        try (RunningService second = RunningService.start(folder)) {
            assertThat(second.get("/jobs/" + id).text("item")).isEqualTo("S2A_LASTING");
        }
    }

    // --- listed

    @Test
    void pagesShowEachJobOnce() {
        for (int i = 0; i < 7; i++) {
            id(service.post("/samples", RunningService.sample("PAGE-" + i).replace("-l2a", "-l1c")));
        }
        var seen = new ArrayList<String>();
        String next = "/jobs?collection=sentinel-2-l1c&limit=3";
        int pages = 0;
        while (!next.isEmpty()) {
            Answer page = service.get(next);
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            page.json().path("jobs").forEach(job -> seen.add(job.path("item").asText()));
            next = "";
            for (JsonNode link : page.json().path("links")) {
                if (link.path("rel").asText().equals("next")) {
                    next = link.path("href")
                            .asText()
                            .substring(service.address().length());
                }
            }
            pages++;
        }
        assertThat(seen).doesNotHaveDuplicates().hasSize(7);
        assertThat(seen.getFirst()).isEqualTo("S2A_PAGE-6");
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void listsKnowTheFiltersOfBothApis() {
        String id = id(service.post("/samples", RunningService.sample("FILTER")));
        service.put("/jobs/%s/state/FAILED".formatted(id), "{\"reason\": \"HTTP 503 from the provider\"}");
        for (String filter : List.of(
                "state=FAILED,DONE&item=S2A_FILTER",
                "status=failed&item=S2A_FILTER",
                "code=forced&item=S2A_FILTER",
                "kind=convert&item=S2A_FILTER",
                "processID=convert&type=process&item=S2A_FILTER",
                "item=S2A_FILTER&since=2020-01-01T00:00:00Z&until=2100-01-01T00:00:00Z",
                "item=S2A_FILTER&datetime=2020-01-01T00:00:00Z/..",
                "item=S2A_FILTER&minDuration=0&maxDuration=999999",
                "item=S2A_FILTER&owner=anonymous")) {
            assertThat(service.get("/jobs?" + filter)
                            .json()
                            .path("numberReturned")
                            .asInt())
                    .as(filter)
                    .isEqualTo(1);
        }
        for (String filter : List.of(
                "state=NEW&item=S2A_FILTER",
                "status=accepted,running&item=S2A_FILTER",
                "status=dismissed&item=S2A_FILTER",
                "status=successful&state=FAILED&item=S2A_FILTER",
                "code=other&item=S2A_FILTER",
                "processID=other&item=S2A_FILTER",
                "item=S2A_FILTER&until=2020-01-01T00:00:00Z",
                "item=S2A_FILTER&datetime=../2020-01-01T00:00:00Z",
                "item=S2A_FILTER&minDuration=999999")) {
            assertThat(service.get("/jobs?" + filter)
                            .json()
                            .path("numberReturned")
                            .asInt())
                    .as(filter)
                    .isZero();
        }
    }

    // --- helped along

    @Test
    void changesFollowTheTableAndAreRecorded() {
        String id = id(service.post("/samples", RunningService.sample("CHANGES")));
        assertThat(service.put("/jobs/%s/retry".formatted(id), "").status()).isEqualTo(409);
        assertThat(service.put("/jobs/%s/state/RETRY".formatted(id), "{\"reason\": \"a drill\"}")
                        .text("state"))
                .isEqualTo("RETRY");
        assertThat(service.get("/jobs/" + id).text("status")).isEqualTo("failed");
        assertThat(service.put("/jobs/%s/retry".formatted(id), "{\"reason\": \"again\"}")
                        .text("state"))
                .isEqualTo("PENDING");
        assertThat(service.get("/jobs/" + id).text("status")).isEqualTo("accepted");
        assertThat(service.delete("/jobs/" + id).text("status")).isEqualTo("dismissed");
        assertThat(service.delete("/jobs/" + id).status()).isEqualTo(409);
        JsonNode events = service.get("/jobs/%s/events".formatted(id)).json();
        assertThat(events.findValuesAsText("to")).containsExactly("NEW", "RETRY", "PENDING", "FAILED");
        assertThat(events.path(1).path("from").asText()).isEqualTo("NEW");
        assertThat(events.path(1).path("reason").asText()).contains("a drill");
        assertThat(events.path(2).path("reason").asText()).contains("again");
        assertThat(events.path(3).path("actor").asText()).isEqualTo("anonymous");
    }

    @Test
    void manyAreRetriedAtOnceAfterADryRun() {
        for (int i = 0; i < 3; i++) {
            String id = id(
                    service.post("/samples", RunningService.sample("BULK-" + i).replace("-l2a", "-l2a-staging")));
            service.put("/jobs/%s/state/FAILED".formatted(id), "{\"reason\": \"provider down\"}");
        }
        String filter = "\"states\": [\"FAILED\"], \"collection\": \"sentinel-2-l2a-staging\"";
        Answer dry = service.post("/jobs/retry", "{%s, \"dryRun\": true}".formatted(filter));
        assertThat(dry.json().path("count").asInt()).isEqualTo(3);
        assertThat(service.get("/jobs?state=FAILED&collection=sentinel-2-l2a-staging")
                        .json()
                        .path("numberReturned")
                        .asInt())
                .isEqualTo(3);
        Answer wet = service.post("/jobs/retry", "{%s}".formatted(filter));
        assertThat(wet.json().path("jobs")).isEqualTo(dry.json().path("jobs"));
        assertThat(service.get("/jobs?state=FAILED&collection=sentinel-2-l2a-staging")
                        .json()
                        .path("numberReturned")
                        .asInt())
                .isZero();
    }

    @Test
    void parametersOfAWaitingJobAreReplaced() {
        String id = id(service.post("/samples", RunningService.sample("EDIT")));
        String path = "/jobs/%s/data".formatted(id);
        assertThat(service.put(path, "{\"parameters\": {\"stage\": \"never\"}}").status())
                .isEqualTo(204);
        assertThat(service.get("/jobs/%s/input".formatted(id))
                        .json()
                        .path("parameters")
                        .path("stage")
                        .asText())
                .isEqualTo("never");
        assertThat(service.put(path, "{\"parameters\": {\"nope\": 1}}").status())
                .isEqualTo(400);
        assertThat(service.put(path, "{\"nope\": {}}").status()).isEqualTo(400);
    }

    // --- watched

    private static HttpResponse<Stream<String>> stream(String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(service.address() + path)).header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return service.client()
                .sendAsync(request.build(), BodyHandlers.ofLines())
                .get(20, TimeUnit.SECONDS);
    }

    private static List<String> ids(Stream<String> lines) {
        return lines.filter(line -> line.startsWith("id:"))
                .map(line -> line.substring(3).strip())
                .toList();
    }

    /// The stream of one job ends after its final state.
    @Test
    void eventsOfAJobEndWithIt() throws Exception {
        String id = id(service.post("/samples", RunningService.sample("STREAM")));
        HttpResponse<Stream<String>> stream = stream("/jobs/%s/events".formatted(id));
        assertThat(stream.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        service.delete("/jobs/" + id);
        var all = CompletableFuture.supplyAsync(() -> ids(stream.body())).get(20, TimeUnit.SECONDS);
        assertThat(all).hasSize(2);
        // What was seen is not sent again.
        List<String> rest = ids(stream("/jobs/%s/events".formatted(id), "Last-Event-ID", all.getFirst())
                .body());
        assertThat(rest).containsExactly(all.getLast());
    }

    @Test
    void eventsOfAllGoOnWhereTheClientWas() throws Exception {
        String one = id(service.post("/samples", RunningService.sample("ALL-1")));
        String last = service.get("/jobs/%s/events".formatted(one))
                .json()
                .path(0)
                .path("sequence")
                .asText();
        String two = id(service.post("/samples", RunningService.sample("ALL-2")));
        try (Stream<String> lines = stream("/events", "Last-Event-ID", last).body()) {
            String data = CompletableFuture.supplyAsync(() -> lines.filter(line -> line.startsWith("data:"))
                            .findFirst()
                            .orElse(""))
                    .get(20, TimeUnit.SECONDS);
            assertThat(data).contains(two);
        }
    }

    @Test
    void openStreamsAreBounded(@TempDir Path folder) throws Exception {
        try (RunningService small = RunningService.start(folder, "webhook.max-streams", "1")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(small.address() + "/events"))
                    .header("Accept", "text/event-stream")
                    .header("Last-Event-ID", "0")
                    .build();
            small.post("/samples", RunningService.sample("BOUND"));
            HttpResponse<Stream<String>> open =
                    small.client().sendAsync(request, BodyHandlers.ofLines()).get(20, TimeUnit.SECONDS);
            assertThat(open.statusCode()).isEqualTo(200);
            assertThat(small.get("/events", "Accept", "text/event-stream").status())
                    .isEqualTo(429);
            open.body().close();
        }
    }

    // --- the service

    /// Whatever the libraries log at their most talkative while they answer.
    @Test
    @DisplayName("X9: what is logged within a request names its trace")
    void logWithinARequestNamesItsTrace() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var logger = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Level level = logger.getLevel();
        var log = new RecordedLog();
        logger.addAppender(log);
        logger.setLevel(Level.TRACE);
        try {
            service.get("/jobs", "traceparent", "00-%s-00f067aa0ba902b7-01".formatted(trace));
            service.get("/jobs");
        } finally {
            logger.setLevel(level);
            logger.detachAppender(log);
        }
        assertThat(log.events())
                .extracting(event -> event.getMDCPropertyMap().getOrDefault("trace_id", ""))
                .contains(trace)
                .last()
                .isNotEqualTo(trace);
    }

    @Test
    void figuresAreThere() {
        id(service.post("/samples", RunningService.sample("FIGURES")));
        JsonNode stats = service.get("/stats?period=day").json();
        assertThat(stats.path("paused").asBoolean()).isTrue();
        assertThat(stats.path("waiting").path("convert").asInt()).isPositive();
        assertThat(stats.path("periods")).isNotEmpty();
        String metrics = service.get("/prometheus").body();
        assertThat(metrics)
                .contains("samples_requests_total{action=\"convert\",status=\"200\"}")
                .contains("queue_depth{kind=\"convert\"}")
                .contains("jobs{kind=\"convert\",state=\"NEW\"}")
                .contains("live_workflows")
                .contains("oldest_pending_seconds");
        assertThat(service.get("/health/readiness")
                        .json()
                        .path("details")
                        .path("ledger")
                        .path("status")
                        .asText())
                .isEqualTo("UP");
    }
}
