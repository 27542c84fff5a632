package dev.zarrgo.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.task.Tasks;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.catalog.Catalogs;
import dev.zarrgo.registrar.catalog.CollectionTemplates;
import dev.zarrgo.registrar.catalog.Collections;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.StacCollection;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Measures how fast items get into a catalogue: in bulk against pypgstac, one by one against a client that
/// does nothing but send.
///
/// Both sides in turn, into collections of their own; some items of each are looked up.
final class RegisterBench {

    private static final int BULK_ITEMS = 10_000;
    private static final int BULK_BYTES = 12_000;
    private static final int SLICE_ITEMS = 2_000;
    private static final int SINGLE_ITEMS = 800;
    private static final int CONNECTIONS = 8;

    private final Path root;
    private final Path work;
    private final int rounds;
    private final Map<String, String> environment = System.getenv();

    RegisterBench(Path root, Path work, int rounds) {
        this.root = root;
        this.work = work;
        this.rounds = rounds;
    }

    /// Runs everything and writes `docs/benchmarks-register.md`.
    void run() throws IOException, InterruptedException {
        Files.createDirectories(work);
        var ours = new ArrayList<Double>();
        var inMemory = new ArrayList<Double>();
        var theirs = new ArrayList<Double>();
        var client = new ArrayList<Double>();
        var raw = new ArrayList<Double>();
        bulkFromFile(); // warms up the database and this process
        for (int round = 1; round <= rounds; round++) {
            System.err.printf("round %d of %d%n", round, rounds);
            theirs.add(bulkPypgstac());
            ours.add(bulkFromFile());
            inMemory.add(bulkFromMemory());
            raw.add(singlesRaw());
            client.add(singlesZarrgo());
        }
        String report = """
                # Benchmarks: registering

                `./zarrgo bench register --rounds %d` on %s. Items of %,d bytes; both sides of a row in turn, on the same
                database; items per second, minimum, median and maximum of the rounds.

                | | min | median | max |
                |---|---|---|---|
                | pypgstac load --method upsert, %,d items, whole process | %s |
                | zarrgo, COPY over JDBC, %,d items from the same file | %s |
                | the same, items in memory | %s |
                | raw POST to the STAC API, %d connections | %s |
                | zarrgo through the STAC API, %d connections | %s |

                Bulk: %.2f times pypgstac, file to database on both sides; ours in a process that has warmed up. Through the API: %.2f of the raw client. (Ratios of medians.)
                """.formatted(
                        rounds,
                        Json.text(Machine.describe()),
                        BULK_BYTES,
                        BULK_ITEMS,
                        row(theirs),
                        BULK_ITEMS,
                        row(ours),
                        row(inMemory),
                        CONNECTIONS,
                        row(raw),
                        CONNECTIONS,
                        row(client),
                        median(ours) / median(theirs),
                        median(client) / median(raw));
        System.out.print(report);
        Files.writeString(root.resolve("docs/benchmarks-register.md"), report);
    }

    private static String row(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return String.format(Locale.ROOT, "%.0f | %.0f | %.0f", sorted[0], median(values), sorted[sorted.length - 1]);
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    // --- items

    private String variable(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new IllegalStateException("set " + name + ": start the services and export their environment");
        }
        return value;
    }

    private Catalog open(String target) {
        return new Catalogs(
                        Map.of("PGUSER", variable("ZARRGO_PG_USER"), "PGPASSWORD", variable("ZARRGO_PG_PASSWORD")),
                        true,
                        _ -> {})
                .open(target);
    }

    /// Items an hour apart, each with assets until it is as large as a real one.
    private static List<Item> items(String collection, int count) {
        return IntStream.range(0, count).mapToObj(i -> item(collection, i)).toList();
    }

    private static Item item(String collection, int i) {
        ObjectNode item = Json.object()
                .put("type", "Feature")
                .put("stac_version", Item.STAC_VERSION)
                .put("id", "S2A_MSIL2A_BENCH_%06d".formatted(i))
                .put("collection", collection);
        item.putArray("stac_extensions");
        double west = 6 + i % 100 * 0.01;
        item.set("bbox", Json.numbers(List.of(west, 45.0, west + 1, 46.0)));
        ArrayNode ring = item.putObject("geometry")
                .put("type", "Polygon")
                .putArray("coordinates")
                .addArray();
        for (double[] corner : new double[][] {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}) {
            ring.add(Json.numbers(List.of(west + corner[0], 45 + corner[1])));
        }
        item.putObject("properties")
                .put(
                        "datetime",
                        Instant.parse("2024-01-01T00:00:00Z")
                                .plus(Duration.ofMinutes(i))
                                .toString())
                .put("platform", "sentinel-2a");
        item.putArray("links");
        ObjectNode assets = item.putObject("assets");
        for (int band = 0; Json.bytes(item).length < BULK_BYTES; band++) {
            assets.putObject("asset_%02d".formatted(band))
                    .put(
                            "href",
                            "https://data.example/%s/%06d/measurements/reflectance/r10m/b%02d"
                                    .formatted(collection, i, band))
                    .put("type", "application/vnd.zarr; version=3")
                    .put("title", "Surface reflectance of band %d of item %d".formatted(band, i))
                    .putArray("roles")
                    .add("data")
                    .add("reflectance");
        }
        return new Item(item);
    }

    private String newCollection(int count) {
        String id = "bench-" + UUID.randomUUID().toString().substring(0, 8);
        try (Catalog catalog = open(variable("ZARRGO_PG_JDBC_URL"))) {
            StacCollection collection = CollectionTemplates.of(id, item(id, 0));
            for (int i = 0; i < count; i += count / 100) {
                collection = collection.widened(item(id, i));
            }
            collection = collection.widened(item(id, 99)).widened(item(id, count - 1));
            catalog.put(Collections.linked(collection, catalog));
        }
        return id;
    }

    private void requireItems(String collection, int count) {
        try (Catalog catalog = open(variable("ZARRGO_PG_JDBC_URL"))) {
            for (int i : new int[] {0, count / 2, count - 1}) {
                if (catalog.item(collection, item(collection, i).id()).isEmpty()) {
                    throw new IllegalStateException("item %d has not arrived".formatted(i));
                }
            }
        }
    }

    private Path file(String collection) throws IOException {
        Path file = work.resolve("items.ndjson");
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < BULK_ITEMS; i++) {
                out.write(Json.bytes(item(collection, i).document()));
                out.write('\n');
            }
        }
        return file;
    }

    // --- in bulk

    /// Reads and parses a slice while the one before is loaded, as pypgstac reads while it loads.
    ///
    /// @return the rate from the file to the last commit
    private double bulkFromFile() throws IOException, InterruptedException {
        String collection = newCollection(BULK_ITEMS);
        Path file = file(collection);
        long start = System.nanoTime();
        try (Catalog catalog = open(variable("ZARRGO_PG_JDBC_URL"));
                var lines = Files.lines(file);
                var thread = Executors.newSingleThreadExecutor()) {
            Future<?> loading = thread.submit(() -> {});
            var slice = new ArrayList<String>();
            for (String line : (Iterable<String>) lines::iterator) {
                slice.add(line);
                if (slice.size() == SLICE_ITEMS) {
                    List<Item> next = parsed(slice);
                    slice.clear();
                    loading.get();
                    loading = thread.submit(() -> catalog.putAll(next));
                }
            }
            loading.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        }
        double rate = BULK_ITEMS / seconds(start);
        requireItems(collection, BULK_ITEMS);
        return rate;
    }

    /// @return the rate of the load alone, of items in memory
    private double bulkFromMemory() {
        String collection = newCollection(BULK_ITEMS);
        double seconds = 0;
        try (Catalog catalog = open(variable("ZARRGO_PG_JDBC_URL"))) {
            for (int from = 0; from < BULK_ITEMS; from += SLICE_ITEMS) {
                List<Item> slice = IntStream.range(from, from + SLICE_ITEMS)
                        .mapToObj(i -> item(collection, i))
                        .toList();
                long start = System.nanoTime();
                catalog.putAll(slice);
                seconds += seconds(start);
            }
        }
        requireItems(collection, BULK_ITEMS);
        return BULK_ITEMS / seconds;
    }

    private static List<Item> parsed(List<String> lines) {
        return lines.parallelStream()
                .map(line -> {
                    try {
                        return Item.of(Json.parse(line.getBytes(StandardCharsets.UTF_8)), "line");
                    } catch (IOException broken) {
                        throw new UncheckedIOException(broken);
                    }
                })
                .toList();
    }

    private double bulkPypgstac() throws IOException {
        String collection = newCollection(BULK_ITEMS);
        Path file = file(collection);
        Path pypgstac = Path.of(variable("ZARRGO_SERVICES_PYTHON")).resolveSibling("pypgstac");
        long start = System.nanoTime();
        Command.run(pypgstac, "load", "items", file, "--method", "upsert", "--dsn", variable("ZARRGO_PG_DSN"));
        double rate = BULK_ITEMS / seconds(start);
        requireItems(collection, BULK_ITEMS);
        return rate;
    }

    // --- one by one

    private double singlesZarrgo() {
        String collection = newCollection(SINGLE_ITEMS);
        List<Item> items = items(collection, SINGLE_ITEMS);
        long start = System.nanoTime();
        try (Catalog catalog = open(variable("ZARRGO_STAC_API_URL"))) {
            Tasks.forEach(items, CONNECTIONS, catalog::put);
        }
        double rate = SINGLE_ITEMS / seconds(start);
        requireItems(collection, SINGLE_ITEMS);
        return rate;
    }

    private double singlesRaw() {
        String collection = newCollection(SINGLE_ITEMS);
        URI address = URI.create(variable("ZARRGO_STAC_API_URL") + "/collections/" + collection + "/items");
        List<byte[]> bodies = items(collection, SINGLE_ITEMS).stream()
                .map(item -> Json.bytes(item.document()))
                .toList();
        long start = System.nanoTime();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        Tasks.forEach(bodies, CONNECTIONS, body -> {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            try {
                int status = client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                        .statusCode();
                if (status != 201) {
                    throw new IllegalStateException("HTTP " + status);
                }
            } catch (IOException | InterruptedException broken) {
                throw new IllegalStateException(broken);
            }
        });
        double rate = SINGLE_ITEMS / seconds(start);
        requireItems(collection, SINGLE_ITEMS);
        return rate;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
