package dev.zarrgo.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.Action;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.controller.ledger.JobFilter;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.controller.ledger.LedgerSettings;
import dev.zarrgo.controller.ledger.Ledgers;
import dev.zarrgo.controller.ledger.Submission;
import dev.zarrgo.converter.convert.ConverterVersion;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Measures the service and its ledger on a PostgreSQL of its own, which writes every commit to the disk:
/// how many submissions a second are accepted over HTTP, against what pgbench commits with the same row, in
/// how much memory; how soon a start is answered; and how long lists take with a million jobs.
final class LedgerBench {

    private static final int CLIENTS = 8;
    private static final int SECONDS = 5;

    /// Until Java has compiled what a submission takes.
    private static final int WARM_UP_SECONDS = 40;
    private static final int JOBS = 1_000_000;
    private static final int QUERIES = 200;

    /// The most that a number among the settings can be.
    private static final String UNLIMITED = "999999999";

    private static final String SAMPLE =
            "{\"source_url\": \"https://stac.example/collections/sentinel-2-l2a/items/%s\","
                    + " \"collection\": \"sentinel-2-l2a\", \"action\": \"convert-v1-s2\"}";

    private static final Pattern NEXT = Pattern.compile("after=([0-9a-z]{26})");

    private final Path root;
    private final int rounds;

    LedgerBench(Path root, int rounds) {
        this.root = root;
        this.rounds = rounds;
    }

    /// Runs everything, and writes `docs/benchmarks-ledger.md` and its raw figures.
    void run() throws IOException, InterruptedException {
        ObjectNode result = Json.object();
        result.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        result.put("zarrgo", ConverterVersion.VERSION);
        result.set("machine", Machine.describe());
        result.put("clients", CLIENTS)
                .put("seconds", SECONDS)
                .put("warm_up_seconds", WARM_UP_SECONDS)
                .put("jobs", JOBS)
                .put("pages", QUERIES);
        try (PostgresServer server = PostgresServer.start()) {
            sql(server, "create schema raw", "create schema ledger", "create schema service", "create schema million");
            open(server, "raw").close(); // makes the tables
            submissions(server, result);
            starts(result.putArray("starts"));
            System.err.printf("filling %,d jobs%n", JOBS);
            open(server, "million").close();
            fill(server);
            try (ServiceProcess service = service(server, "million")) {
                lists(service, result.putArray("lists"));
            }
        }
        Files.writeString(root.resolve("docs/benchmarks/ledger.json"), Json.pretty(result) + "\n");
        String page = new LedgerPage(result).text();
        System.out.print(page);
        Files.writeString(root.resolve("docs/benchmarks-ledger.md"), page);
    }

    private void submissions(PostgresServer server, ObjectNode result) throws IOException, InterruptedException {
        ArrayNode figures = result.putArray("rounds");
        long accepted = 0;
        try (Ledger ledger = open(server, "ledger");
                ServiceProcess service = service(server, "service")) {
            accepted += measured(WARM_UP_SECONDS, work -> post(service, work)).count();
            measured(SECONDS, work -> submit(ledger, work));
            for (int round = 1; round <= rounds; round++) {
                double raw = pgbench(server);
                Rate http = measured(SECONDS, work -> post(service, work));
                Rate alone = measured(SECONDS, work -> submit(ledger, work));
                accepted += http.count();
                System.err.printf(
                        "round %d of %d: pgbench %.0f/s, service %.0f/s, ledger %.0f/s%n",
                        round, rounds, raw, http.perSecond(), alone.perSecond());
                figures.addObject()
                        .put("pgbench_per_s", raw)
                        .put("http_per_s", http.perSecond())
                        .put("http_p99_ms", http.p99Millis())
                        .put("ledger_per_s", alone.perSecond())
                        .put("ledger_p99_ms", alone.p99Millis());
            }
            try (Ledger taken = open(server, "service")) {
                if (taken.count(JobFilter.ALL, Integer.MAX_VALUE) != accepted) {
                    throw new IllegalStateException("not every accepted job is in the ledger");
                }
            }
            result.put("accepted", accepted).put("peak_mib", service.peakMebibytes());
        }
    }

    /// The service on a schema of the server, taking in and not running: its steps would measure something
    /// else.
    private ServiceProcess service(PostgresServer server, String schema) throws IOException, InterruptedException {
        ServiceProcess service = ServiceProcess.start(
                serve(),
                Map.of(
                        "ZARRGO_LEDGER_URL",
                        server.jdbcUrl() + "?currentSchema=" + schema,
                        "ZARRGO_LEDGER_USER",
                        server.user(),
                        "ZARRGO_SOURCE_ALLOWED_HOSTS",
                        "stac.example",
                        "ZARRGO_CONTROLLER_PAUSED",
                        "true",
                        "ZARRGO_CONTROLLER_QUEUE_LIMIT",
                        UNLIMITED,
                        "ZARRGO_WEBHOOK_REQUESTS_PER_SECOND",
                        UNLIMITED,
                        "ZARRGO_WEBHOOK_BURST",
                        UNLIMITED));
        service.answers("/health/readiness");
        return service;
    }

    // --- start

    private void starts(ArrayNode figures) throws IOException, InterruptedException {
        List<String> java = List.of();
        for (int round = 0; round <= rounds; round++) {
            System.err.printf("start %d of %d%n", round, rounds);
            ObjectNode figure = Json.object();
            try (ServiceProcess service = ServiceProcess.start(serve(), Map.of())) {
                started(service, figure.putObject("launcher"));
                java = service.words();
            }
            try (ServiceProcess service = ServiceProcess.start(java, Map.of())) {
                started(service, figure.putObject("java"));
            }
            if (round > 0) { // the first makes the cache of classes
                figures.add(figure);
            }
        }
    }

    private static void started(ServiceProcess service, ObjectNode figure) throws IOException, InterruptedException {
        figure.put("first_s", service.answers("/"));
        figure.put("ready_s", service.answers("/health/readiness"));
        figure.put("peak_mib", service.peakMebibytes());
    }

    private List<String> serve() {
        return List.of(root.resolve("zarrgo").toString(), "serve");
    }

    private static Figures figures(List<Double> values) {
        return new Figures(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double percentile(List<Double> values, double part) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[(int) Math.min(sorted.length - 1.0, Math.floor(sorted.length * part))];
    }

    private static Ledger open(PostgresServer server, String schema) {
        return Ledgers.open(
                LedgerSettings.postgresql(server.jdbcUrl() + "?currentSchema=" + schema, server.user(), ""));
    }

    private static void sql(PostgresServer server, String... statements) {
        var arguments = new ArrayList<>(List.of(
                "-h", "127.0.0.1", "-p", String.valueOf(server.port()), "-U", server.user(), "-v", "ON_ERROR_STOP=1"));
        for (String statement : statements) {
            arguments.addAll(List.of("-c", statement));
        }
        arguments.addAll(List.of("-q", "-d", "postgres"));
        server.run("psql", arguments.toArray(String[]::new));
    }

    // --- submissions

    /// Commits per second.
    private static double pgbench(PostgresServer server) throws IOException {
        Path script = Files.createTempFile(
                "insert", ".sql", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        try {
            Files.writeString(script, resource("insert.sql"));
            String output = server.run(
                    "pgbench",
                    "-h",
                    "127.0.0.1",
                    "-p",
                    String.valueOf(server.port()),
                    "-U",
                    server.user(),
                    "-n",
                    "-M",
                    "prepared",
                    "-c",
                    String.valueOf(CLIENTS),
                    "-j",
                    "2",
                    "-T",
                    String.valueOf(SECONDS),
                    "-f",
                    script.toString(),
                    "postgres");
            Matcher matcher = Pattern.compile("tps = ([0-9.]+)").matcher(output);
            if (!matcher.find()) {
                throw new IllegalStateException(output);
            }
            return Double.parseDouble(matcher.group(1));
        } finally {
            Files.delete(script);
        }
    }

    private static String resource(String name) {
        try (InputStream in = LedgerBench.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// @param count in all
    private record Rate(double perSecond, double p99Millis, int count) {}

    /// Does its work, and returns the milliseconds of each submission.
    @FunctionalInterface
    private interface Client {
        List<Double> run(Work work) throws Exception;
    }

    /// What one client does in a round: it submits as fast as it is answered.
    ///
    /// @param prefix of items that nobody else submits
    private record Work(String prefix, Instant end) {

        List<Double> each(Submitter submitter) throws Exception {
            var latencies = new ArrayList<Double>();
            for (int i = 0; Instant.now().isBefore(end); i++) {
                long start = System.nanoTime();
                submitter.submit(prefix + i);
                latencies.add((System.nanoTime() - start) / 1e6);
            }
            return latencies;
        }
    }

    @FunctionalInterface
    private interface Submitter {
        void submit(String item) throws Exception;
    }

    private static Rate measured(int seconds, Client client) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(seconds);
        var clients = new ArrayList<Callable<List<Double>>>();
        for (int i = 0; i < CLIENTS; i++) {
            var work = new Work(
                    "S2A_MSIL2A_20251008T100041_N0511_R122_T32TQM_%d_%d_".formatted(System.nanoTime(), i), end);
            clients.add(() -> client.run(work));
        }
        var latencies = new ArrayList<Double>();
        try (var executor = Executors.newFixedThreadPool(CLIENTS)) {
            for (Future<List<Double>> one : executor.invokeAll(clients)) {
                latencies.addAll(one.get());
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
        return new Rate((double) latencies.size() / seconds, percentile(latencies, 0.99), latencies.size());
    }

    private static List<Double> submit(Ledger ledger, Work work) throws Exception {
        return work.each(item -> ledger.submit(List.of(Submission.ofSample(request(item)))));
    }

    private static List<Double> post(ServiceProcess service, Work work) throws Exception {
        try (var connection = new HttpConnection(service.port())) {
            return work.each(item -> {
                HttpConnection.Answer answer = connection.post("/samples", SAMPLE.formatted(item));
                if (answer.status() != 200) {
                    throw new IllegalStateException("answered %d: %s".formatted(answer.status(), answer.body()));
                }
            });
        }
    }

    private static JobRequest request(String item) {
        return new JobRequest(
                "bench",
                Action.CONVERT_S2,
                "sentinel-2-l2a",
                item,
                "https://stac.example/collections/sentinel-2-l2a/items/" + item,
                Json.object());
    }

    // --- lists

    private static void fill(PostgresServer server) {
        sql(server, resource("fill.sql").replace("${jobs}", String.valueOf(JOBS)), "vacuum analyze million.job");
    }

    private static void lists(ServiceProcess service, ArrayNode figures) throws IOException {
        Instant now = Instant.now();
        var filters = new LinkedHashMap<String, String>();
        filters.put("none", "");
        for (State state : State.values()) {
            filters.put("state " + state, "state=" + state);
        }
        filters.put("PENDING or RETRY", "state=PENDING,RETRY");
        for (String status : List.of("accepted", "running", "successful", "failed", "dismissed")) {
            filters.put("status " + status, "status=" + status);
        }
        filters.put("a large collection", "collection=collection-1");
        filters.put("a small collection", "collection=collection-rare");
        filters.put("FAILED in a small collection", "collection=collection-rare&state=FAILED");
        filters.put("INVALID in a large collection", "collection=collection-1&state=INVALID");
        filters.put("the last hour", "since=" + now.minus(Duration.ofHours(1)));
        filters.put("FAILED in the last week", "state=FAILED&since=" + now.minus(Duration.ofDays(7)));
        filters.put(
                "a week of last year",
                "since=%s&until=%s".formatted(now.minus(Duration.ofDays(400)), now.minus(Duration.ofDays(393))));
        filters.put("a common error", "errorPrefix=HTTP%20503");
        filters.put("a rare error", "errorPrefix=disk%20full");
        filters.put("a rare error in a large collection", "errorPrefix=disk%20full&collection=collection-1");
        filters.put("an error that nobody had", "errorPrefix=never");
        filters.put("a code", "code=some-code");
        filters.put("an item", "item=item-777777");
        filters.put("an owner", "owner=owner-7");
        filters.put("an owner who is not there", "owner=nobody");
        filters.put("FAILED of an owner", "owner=owner-1&state=FAILED");
        filters.put("jobs of a day's length, of which there are none", "minDuration=86400");
        try (var connection = new HttpConnection(service.port())) {
            times(connection, ""); // warms up
            for (Map.Entry<String, String> filter : filters.entrySet()) {
                List<Double> times = times(connection, filter.getValue());
                figures.addObject()
                        .put("filter", filter.getKey())
                        .put("query", filter.getValue())
                        .put("median_ms", figures(times).median())
                        .put("p95_ms", percentile(times, 0.95))
                        .put("most_ms", figures(times).most());
            }
        }
    }

    /// Milliseconds of the first page and of those that follow.
    private static List<Double> times(HttpConnection connection, String query) throws IOException {
        String first = "/jobs?limit=100" + (query.isEmpty() ? "" : "&" + query);
        String path = first;
        var times = new ArrayList<Double>();
        while (times.size() < QUERIES) {
            long start = System.nanoTime();
            HttpConnection.Answer answer = connection.get(path);
            times.add((System.nanoTime() - start) / 1e6);
            if (answer.status() != 200) {
                throw new IllegalStateException(
                        "%s is answered %d: %s".formatted(path, answer.status(), answer.body()));
            }
            Matcher next = NEXT.matcher(answer.body());
            path = next.find() ? first + "&after=" + next.group(1) : first;
        }
        return times;
    }
}
