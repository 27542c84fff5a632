package dev.zarrgo.bench;

import dev.zarrgo.controller.job.Action;
import dev.zarrgo.controller.job.JobId;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.controller.ledger.JobFilter;
import dev.zarrgo.controller.ledger.JobPage;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.controller.ledger.LedgerSettings;
import dev.zarrgo.controller.ledger.Ledgers;
import dev.zarrgo.controller.ledger.Submission;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Measures the ledger on a PostgreSQL of its own, which writes every commit to the disk: how many
/// submissions a second it accepts, against what pgbench commits with the same row, and how long lists take
/// with a million jobs.
final class LedgerBench {

    private static final int CLIENTS = 8;
    private static final int SECONDS = 5;
    private static final int JOBS = 1_000_000;
    private static final int QUERIES = 300;

    private final Path root;
    private final int rounds;

    LedgerBench(Path root, int rounds) {
        this.root = root;
        this.rounds = rounds;
    }

    /// Runs everything and writes `docs/benchmarks-ledger.md`.
    void run() throws IOException, InterruptedException {
        var raw = new ArrayList<Double>();
        var ours = new ArrayList<Double>();
        var latencies = new ArrayList<Double>();
        String lists;
        try (PostgresServer server = PostgresServer.start()) {
            sql(server, "create schema raw", "create schema ledger", "create schema million");
            open(server, "raw").close(); // makes the tables
            try (Ledger ledger = open(server, "ledger")) {
                submit(ledger, new ArrayList<>()); // warms up
                for (int round = 1; round <= rounds; round++) {
                    System.err.printf("round %d of %d%n", round, rounds);
                    raw.add(pgbench(server));
                    ours.add(submit(ledger, latencies));
                }
            }
            System.err.printf("filling %,d jobs%n", JOBS);
            try (Ledger ledger = open(server, "million")) {
                fill(server);
                lists = lists(ledger);
            }
        }
        String report = """
                # Benchmarks: the ledger

                `./zarrgo bench ledger --rounds %d` on %s. PostgreSQL with its own settings (fsync and synchronous_commit
                on), %d clients for %d s, both in turn; per second, median (least–most).

                | | |
                |---|---|
                | pgbench -M prepared, one insert of the same row into the same table | %s |
                | the ledger: the job, its event, and the search for a live one | %s |
                | p99 of a submission | %.1f ms |

                Accepted submissions per commit of pgbench, round by round: %s.

                ## Lists with %,d jobs

                %d pages of 100 jobs each, one at a time, in milliseconds.

                | filter | median | p95 | most |
                |---|---|---|---|
                %s""".formatted(
                        rounds,
                        Json.text(Machine.describe()),
                        CLIENTS,
                        SECONDS,
                        figures(raw),
                        figures(ours),
                        percentile(latencies, 0.99),
                        new Figures(IntStream.range(0, rounds)
                                .mapToDouble(i -> ours.get(i) / raw.get(i))
                                .toArray()),
                        JOBS,
                        QUERIES,
                        lists);
        System.out.print(report);
        Files.writeString(root.resolve("docs/benchmarks-ledger.md"), report);
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

    /// Accepted submissions per second.
    ///
    /// @param latencies takes the milliseconds of each
    private static double submit(Ledger ledger, List<Double> latencies) throws InterruptedException {
        long before = ledger.count(JobFilter.ALL, Integer.MAX_VALUE);
        Instant end = Instant.now().plusSeconds(SECONDS);
        var clients = new ArrayList<Callable<List<Double>>>();
        for (int client = 0; client < CLIENTS; client++) {
            String prefix = "S2A_MSIL2A_20251008T100041_N0511_R122_T32TQM_%d_%d_".formatted(System.nanoTime(), client);
            clients.add(() -> {
                var own = new ArrayList<Double>();
                for (int i = 0; Instant.now().isBefore(end); i++) {
                    long start = System.nanoTime();
                    ledger.submit(List.of(Submission.ofSample(request(prefix + i))));
                    own.add((System.nanoTime() - start) / 1e6);
                }
                return own;
            });
        }
        int accepted = 0;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<List<Double>> client : executor.invokeAll(clients)) {
                accepted += client.get().size();
                latencies.addAll(client.get());
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
        if (ledger.count(JobFilter.ALL, Integer.MAX_VALUE) - before != accepted) {
            throw new IllegalStateException("not every accepted job is in the ledger");
        }
        return (double) accepted / SECONDS;
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

    private static String lists(Ledger ledger) {
        Instant now = Instant.now();
        var filters = new LinkedHashMap<String, JobFilter>();
        filters.put("none", JobFilter.ALL);
        for (State state : State.values()) {
            filters.put("state " + state, JobFilter.ALL.inStates(state));
        }
        filters.put("a large collection", JobFilter.ALL.inCollection("collection-1"));
        filters.put("a small collection", JobFilter.ALL.inCollection("collection-rare"));
        filters.put(
                "FAILED in a small collection",
                JobFilter.ALL.inCollection("collection-rare").inStates(State.FAILED));
        filters.put(
                "INVALID in a large collection",
                JobFilter.ALL.inCollection("collection-1").inStates(State.INVALID));
        filters.put("the last hour", JobFilter.ALL.since(now.minus(Duration.ofHours(1))));
        filters.put(
                "FAILED in the last week",
                JobFilter.ALL.since(now.minus(Duration.ofDays(7))).inStates(State.FAILED));
        filters.put("a common error", JobFilter.ALL.withError("HTTP 503"));
        filters.put("a rare error", JobFilter.ALL.withError("disk full"));
        filters.put("an error that nobody had", JobFilter.ALL.withError("never"));
        filters.put("an item", JobFilter.ALL.ofItem("item-777777"));
        filters.put("another owner", JobFilter.ALL.ofOwner("owner-7"));
        var rows = new StringBuilder();
        for (Map.Entry<String, JobFilter> filter : filters.entrySet()) {
            List<Double> times = times(ledger, filter.getValue());
            rows.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.1f |%n",
                    filter.getKey(),
                    figures(times).median(),
                    percentile(times, 0.95),
                    figures(times).most()));
        }
        return rows.toString();
    }

    /// Of the first page, and of those that follow.
    private static List<Double> times(Ledger ledger, JobFilter filter) {
        var times = new Double[QUERIES];
        Optional<JobId> after = Optional.empty();
        for (int i = 0; i < QUERIES; i++) {
            long start = System.nanoTime();
            JobPage page = ledger.jobs(filter, after, 100);
            times[i] = (System.nanoTime() - start) / 1e6;
            after = page.after();
        }
        return Arrays.asList(times);
    }
}
