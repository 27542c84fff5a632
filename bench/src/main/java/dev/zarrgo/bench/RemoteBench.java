package dev.zarrgo.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.convert.ConverterVersion;
import dev.zarrgo.converter.stage.ProductCopy;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.ObjectReader;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.task.Tasks;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.FaultyServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Measures a full-size conversion from and to a bucket, and from a slow server, against the same on disk
/// and against moving the bytes alone with sixteen streams.
final class RemoteBench {

    private static final Pattern PEAK = Pattern.compile("peak memory ([0-9.]+) MB");
    private static final int STREAMS = 16;
    private static final FaultyServer.Pace SLOW = new FaultyServer.Pace(Duration.ofMillis(80), 60_000_000);
    private static final int BUFFER_BYTES = 1 << 20;

    /// A file system that has just freed many files is slow to create new ones for a few seconds.
    private static final long SETTLE_MILLIS = 6_000;

    private final Path root;
    private final Path work;
    private final int rounds;
    private final String bucket = "s3://%s/zarrgo-bench".formatted(environment("ZARRGO_S3_BUCKET", "zarrgo"));
    private final StoreSettings settings = StoreSettings.of(System.getenv());
    private final ObjectNode result = Json.object();
    private int runs;

    RemoteBench(Path root, Path work, int rounds) {
        this.root = root;
        this.work = work;
        this.rounds = rounds;
    }

    private static String environment(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null ? otherwise : value;
    }

    void run() throws IOException, InterruptedException {
        Path product = work.resolve("l2a.zarr");
        if (!Files.exists(product)) {
            throw new IllegalStateException("%s is missing: run `./zarrgo bench convert` first".formatted(product));
        }
        if (System.getenv("ZARRGO_S3_ENDPOINT") == null) {
            throw new IllegalStateException("set ZARRGO_S3_ENDPOINT and the AWS variables to an S3 service");
        }
        result.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        result.put("zarrgo", ConverterVersion.VERSION);
        result.set("machine", Machine.describe());
        String source = bucket + "/l2a.zarr";
        say("copying the product to " + source);
        copy(Location.of(product), Location.parse(source));
        say("warming up");
        Path output = work.resolve("out").resolve("reference.zarr");
        Command.remove(output);
        convert(product, output);
        ArrayNode rows = result.putArray("rounds");
        try (FaultyServer server = FaultyServer.of(work).with(SLOW)) {
            String slow = server.uri() + "/l2a.zarr";
            for (int round = 1; round <= rounds; round++) {
                say("round %d of %d".formatted(round, rounds));
                ObjectNode row = rows.addObject();
                row.set("local", convert(product, work.resolve("out").resolve("local%d.zarr".formatted(round))));
                row.set("s3", convert(source, "%s/out%d.zarr".formatted(bucket, runs++)));
                double before = Machine.processorSeconds();
                row.put("s3_copy_s", seconds(() -> {
                    read(Location.parse(source));
                    copy(Location.of(output), Location.parse("%s/copy%d.zarr".formatted(bucket, runs++)));
                }));
                row.put("s3_copy_machine_cpu_s", Machine.processorSeconds() - before);
                row.set("slow", convert(slow, work.resolve("out").resolve("slow%d.zarr".formatted(round))));
                row.put("slow_download_s", seconds(() -> download(product, slow)));
            }
        }
        new BenchReport(root).with("remote", result).write();
        Command.remove(work.resolve("out"));
        try (WritableStore all = Stores.writable(Location.parse(bucket), settings)) {
            ProductCopy.remove(all);
        }
    }

    private ObjectNode convert(Object source, Object target) throws InterruptedException {
        Thread.sleep(SETTLE_MILLIS);
        double before = Machine.processorSeconds();
        Command.Outcome outcome = Command.of(root.resolve("zarrgo"), "convert", source, target, "--progress", "none")
                .run();
        Matcher peak = PEAK.matcher(outcome.output());
        return Json.object()
                .put("wall_s", outcome.wallSeconds())
                .put("cpu_s", outcome.processorSeconds())
                .put("machine_cpu_s", Machine.processorSeconds() - before)
                .put("peak_mb", peak.find() ? Double.parseDouble(peak.group(1)) : Double.NaN);
    }

    private static double seconds(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) / 1e9;
    }

    // --- the bytes alone

    private void read(Location location) {
        try (Store source = Stores.open(location, settings)) {
            Tasks.forEach(keys(source), STREAMS, key -> content(source, key));
        }
    }

    private void copy(Location from, Location to) {
        try (Store source = Stores.open(from, settings);
                WritableStore target = Stores.writable(to, settings)) {
            Tasks.forEach(keys(source), STREAMS, key -> target.put(key, content(source, key)));
        }
    }

    private static List<String> keys(Store store) {
        NavigableMap<String, Long> sizes = store.sizes("").orElseThrow();
        return List.copyOf(sizes.keySet());
    }

    private static ByteBuffer content(Store store, String key) {
        try (ObjectReader reader = store.open(key).orElseThrow()) {
            ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(reader.size()));
            for (int at = 0; at < content.capacity(); at += BUFFER_BYTES) {
                int end = Math.min(content.capacity(), at + BUFFER_BYTES);
                reader.read(at, content.limit(end));
            }
            return content.flip();
        }
    }

    /// A plain download of the same objects, with a client that has nothing to do with ours.
    private static void download(Path product, String url) {
        try (var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                Store names = Stores.open(Location.of(product))) {
            Tasks.forEach(keys(names), STREAMS, key -> get(client, URI.create(url + "/" + key)));
        }
    }

    private static void get(HttpClient client, URI uri) {
        try {
            client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void say(String text) {
        System.err.println(String.format(Locale.ROOT, "bench: %s", text));
    }
}
