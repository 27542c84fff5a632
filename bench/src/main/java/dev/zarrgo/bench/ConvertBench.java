package dev.zarrgo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.convert.ConverterVersion;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Measures a full-size conversion against the peer, against the codecs alone, and against itself.
///
/// Whole processes from cold, in turn, so that a change in the machine's speed hits all of them.
final class ConvertBench {

    private static final Pattern PEAK = Pattern.compile("peak memory ([0-9.]+) MB");
    private static final String PEER_MODE = "s2-shard1024-packed";
    private static final List<String> PEER_VERSIONS = List.of("0.12.0", "0.11.1");

    /// A file system that has just freed many files is slow to create new ones for a few seconds.
    private static final long SETTLE_MILLIS = 6_000;

    private static final int FULL_SIZE = 10_980;
    private static final List<Integer> SIZES = List.of(5_490, 7_764, FULL_SIZE);

    private final Path root;
    private final Path work;
    private final int rounds;
    private final Peers peers;
    private final ObjectNode result = Json.object();
    private int runs;

    ConvertBench(Path root, Path work, int rounds) {
        this.root = root;
        this.work = work;
        this.rounds = rounds;
        this.peers = Peers.find();
    }

    /// Runs everything and writes `docs/benchmarks.md` with its figures and plots.
    void run() throws IOException, InterruptedException {
        Files.createDirectories(work);
        result.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        result.put("zarrgo", ConverterVersion.VERSION);
        result.set("machine", Machine.describe());
        Path product = product();
        say("warming up");
        convert(product, List.of());
        compare(product);
        memory(product);
        threads(product);
        sizes();
        exactness(product);
        new BenchReport(root).with("convert", result).write();
        Command.remove(work.resolve("out"));
    }

    // --- the product

    private Path product() {
        Path product = work.resolve("l2a.zarr");
        if (peers.isPresent()) {
            result.put("product", "make_s2.py (independent code), L2A, CPM 2, 10980 x 10980");
            if (!Files.exists(product)) {
                say("making the product with " + peers.script("make_s2.py"));
                Command.run(peers.python(), peers.script("make_s2.py"), product);
            }
        } else {
            result.put("product", "zarrgo sample, L2A, CPM 2, 10980 x 10980");
            if (!Files.exists(product)) {
                say("making the product; set ZARRGO_PEERS to compare with the peer");
                sample(product, FULL_SIZE);
            }
        }
        return product;
    }

    private void sample(Path target, int size) {
        Command.run(root.resolve("zarrgo"), "sample", "--product", "S2L2A", "--size", size, target);
    }

    // --- one conversion

    private record Run(double wallSeconds, double processorSeconds, double peakMegabytes, Path output) {}

    private Run convert(Path product, List<String> options) throws InterruptedException {
        return convert(product, options, "");
    }

    private Run convert(Path product, List<String> options, String heap) throws InterruptedException {
        Thread.sleep(SETTLE_MILLIS);
        Path output = work.resolve("out").resolve("run%d.zarr".formatted(runs++));
        var words = new ArrayList<Object>(
                List.of(root.resolve("zarrgo"), "convert", product, output, "--progress", "none"));
        words.addAll(options);
        Command command = Command.of(words.toArray());
        Command.Outcome outcome = (heap.isEmpty() ? command : command.with("ZARRGO_HEAP", heap)).run();
        Matcher peak = PEAK.matcher(outcome.output());
        double megabytes = peak.find() ? Double.parseDouble(peak.group(1)) : Double.NaN;
        return new Run(outcome.wallSeconds(), outcome.processorSeconds(), megabytes, output);
    }

    // --- against the peer and the codecs

    private void compare(Path product) throws IOException, InterruptedException {
        ArrayNode ours = result.putArray("conversions");
        ArrayNode theirs = result.putArray("peer");
        ArrayNode floors = result.putArray("codec_floor");
        ArrayNode zstd = result.putArray("libzstd");
        int threads = Runtime.getRuntime().availableProcessors();
        for (int round = 1; round <= rounds; round++) {
            for (String version : peers.isPresent() ? PEER_VERSIONS : List.<String>of()) {
                say("round %d of %d: eopf-geozarr %s".formatted(round, rounds, version));
                theirs.add(peer(product, version));
            }
            say("round %d of %d: zarrgo, its codecs alone, libzstd".formatted(round, rounds));
            Run run = convert(product, List.of());
            ours.add(json(run).put("stored_bytes", size(run.output())).put("objects", objects(run.output())));
            floors.add(java("CodecFloor", product, run.output(), threads));
            zstd.add(java("ZstdRate", product, run.output(), threads));
        }
    }

    private ObjectNode json(Run run) {
        return Json.object()
                .put("wall_s", run.wallSeconds())
                .put("cpu_s", run.processorSeconds())
                .put("peak_mb", run.peakMegabytes());
    }

    private JsonNode peer(Path product, String version) throws IOException {
        String output = Command.of("bash", peers.script("bench_eopf_geozarr.sh"), product, PEER_MODE)
                .with("PEER_VERSIONS", version)
                .with("BENCH_OUT", work.resolve("peer").toString())
                .run()
                .output();
        return jsonLine(output);
    }

    /// A class of this module in a process of its own, on the settings of the program but for the heap.
    private static JsonNode java(String name, Path product, Path output, int threads) throws IOException {
        return jsonLine(process(name, product, output, threads));
    }

    private static String process(String name, Object... arguments) {
        var words = new ArrayList<Object>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java"));
        for (String option : System.getProperty("zarrgo.java.options").split(" ", -1)) {
            if (!option.startsWith("-Xmx")) {
                words.add(option);
            }
        }
        words.addAll(List.of("-Xmx4g", "-cp", System.getProperty("java.class.path"), "dev.zarrgo.bench." + name));
        words.addAll(List.of(arguments));
        return Command.of(words.toArray()).run().output();
    }

    private static JsonNode jsonLine(String output) throws IOException {
        String line = output.lines()
                .filter(text -> text.startsWith("{"))
                .reduce((_, last) -> last)
                .orElseThrow();
        return Json.parse(line.getBytes(StandardCharsets.UTF_8));
    }

    // --- memory

    private void memory(Path product) throws IOException, InterruptedException {
        ObjectNode memory = result.putObject("memory");
        say("a heap of 256 MiB");
        memory.set("heap_256m", json(convert(product, List.of(), "256m")));
        Path whole = work.resolve("l2a-whole.zarr");
        if (!Files.exists(whole)) {
            say("making a product of whole-array chunks");
            process("WholeChunks", product, whole);
        }
        say("whole-array chunks");
        memory.set("whole_chunks", json(convert(whole, List.of())));
        memory.set("whole_chunks_heap_256m", json(convert(whole, List.of(), "256m")));
        for (String encoding : List.of("float32", "codec")) {
            say("--encoding " + encoding);
            memory.set(encoding, json(convert(product, List.of("--encoding", encoding))));
        }
    }

    // --- scaling

    private void threads(Path product) throws IOException, InterruptedException {
        ArrayNode scaling = result.putArray("threads");
        var digests = new ArrayList<String>();
        for (int threads = 1; threads <= Runtime.getRuntime().availableProcessors(); threads *= 2) {
            say("%d threads".formatted(threads));
            var walls = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                Run run = convert(product, List.of("--threads", String.valueOf(threads)));
                walls[round] = run.wallSeconds();
                if (round == 0) {
                    digests.add(digest(run.output()));
                }
                Command.remove(run.output());
            }
            scaling.addObject().put("threads", threads).put("wall_s", new Figures(walls).median());
        }
        result.put("same_bytes_for_any_threads", digests.stream().distinct().count() == 1);
    }

    private void sizes() throws InterruptedException {
        ArrayNode scaling = result.putArray("sizes");
        for (int size : SIZES) {
            Path product = work.resolve("sample-%d.zarr".formatted(size));
            if (!Files.exists(product)) {
                say("making a sample of %d x %d".formatted(size, size));
                sample(product, size);
            }
            say("%d x %d pixels".formatted(size, size));
            var walls = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                Run run = convert(product, List.of());
                walls[round] = run.wallSeconds();
                Command.remove(run.output());
            }
            scaling.addObject().put("size", size).put("wall_s", new Figures(walls).median());
        }
    }

    // --- the result was right

    private void exactness(Path product) throws IOException, InterruptedException {
        if (!peers.isPresent()) {
            return;
        }
        say("checking every pixel with " + peers.script("check_geozarr.py"));
        Run run = convert(product, List.of());
        String output = Command.of(
                        peers.python(), peers.script("check_geozarr.py"), run.output(), "--source", product, "--exact")
                .run()
                .output();
        result.put(
                "exact",
                output.lines()
                        .filter(line -> line.startsWith("total"))
                        .findFirst()
                        .orElse(""));
    }

    private static long size(Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static long objects(Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static String digest(Path store) {
        return Command.of(
                        "bash",
                        "-c",
                        "cd \"$1\" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum",
                        "bash",
                        store)
                .run()
                .output();
    }

    private static void say(String text) {
        System.err.println(String.format(Locale.ROOT, "bench: %s", text));
    }
}
