package dev.zarrgo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Writes `docs/benchmarks.md`, its raw figures and its plots: what was measured now, and what was measured
/// before and not again.
final class BenchReport {

    private static final String CONVERT = "convert";
    private static final String REMOTE = "remote";

    private final Path docs;
    private final Map<String, JsonNode> results = new TreeMap<>();
    private JsonNode result = Json.object();

    BenchReport(Path root) throws IOException {
        this.docs = root.resolve("docs");
        for (String name : List.of(CONVERT, REMOTE)) {
            Path file = raw(name);
            if (Files.exists(file)) {
                results.put(name, Json.parse(Files.readAllBytes(file)));
            }
        }
    }

    private Path raw(String name) {
        return docs.resolve("benchmarks").resolve(name + ".json");
    }

    /// Takes the figures of one benchmark.
    BenchReport with(String name, JsonNode figures) throws IOException {
        Files.createDirectories(docs.resolve("benchmarks"));
        Files.writeString(raw(name), Json.pretty(figures) + "\n");
        results.put(name, figures);
        return this;
    }

    void write() throws IOException {
        var page = new StringBuilder("# Benchmarks\n\n");
        page.append(
                "Written by `./zarrgo bench`; do not edit. Whole processes from cold, in turn, median (least–most). ");
        page.append("Compare figures of one table only.\n\n");
        if (results.containsKey(CONVERT)) {
            result = results.get(CONVERT);
            plots(docs.resolve("benchmarks"));
            page.append(text());
        }
        if (results.containsKey(REMOTE)) {
            new RemotePage(results.get(REMOTE)).append(page);
        }
        Files.writeString(docs.resolve("benchmarks.md"), page);
    }

    private void plots(Path folder) {
        var threads = new Plot("Time by threads, full size", "threads", "seconds");
        double one = result.path("threads").path(0).path("wall_s").asDouble();
        result.path("threads").forEach(row -> {
            double count = row.path("threads").asDouble();
            threads.ideal(count, one / count);
            threads.measured(count, row.path("wall_s").asDouble(), number("%.2f s", row.path("wall_s")));
        });
        threads.write(folder.resolve("convert-threads.svg"));
        var sizes = new Plot("Time by size, all threads", "megapixels at 10 m", "seconds");
        List<JsonNode> rows = new ArrayList<>();
        result.path("sizes").forEach(rows::add);
        double perPixel = rows.getLast().path("wall_s").asDouble() / megapixels(rows.getLast());
        sizes.ideal(0, 0);
        for (JsonNode row : rows) {
            sizes.ideal(megapixels(row), perPixel * megapixels(row));
            sizes.measured(megapixels(row), row.path("wall_s").asDouble(), number("%.2f s", row.path("wall_s")));
        }
        sizes.write(folder.resolve("convert-size.svg"));
    }

    private static double megapixels(JsonNode row) {
        double size = row.path("size").asDouble();
        return size * size / 1e6;
    }

    private static String number(String format, JsonNode value) {
        return String.format(Locale.ROOT, format, value.asDouble());
    }

    private Figures figures(String list, String member) {
        var values = new ArrayList<Double>();
        result.path(list).forEach(row -> values.add(row.path(member).asDouble()));
        return new Figures(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private String text() {
        var text = new StringBuilder();
        head(text, "convert", result);
        text.append("Product: %s.\n\n".formatted(result.path("product").asText()));
        comparison(text);
        codecs(text);
        memory(text);
        text.append("## Scaling\n\n![time by threads](benchmarks/convert-threads.svg)\n\n");
        text.append("![time by size](benchmarks/convert-size.svg)\n\n");
        text.append("The output was %s for every number of threads.\n"
                .formatted(
                        result.path("same_bytes_for_any_threads").asBoolean() ? "identical to the byte" : "DIFFERENT"));
        if (result.has("exact")) {
            text.append("\nEvery pixel and the structure, checked by independent code (OK, WARN, FAIL): `%s`.\n"
                    .formatted(result.path("exact").asText().replaceAll("\\s+", " ")));
        }
        return text.toString();
    }

    /// Which command, where and when.
    static void head(StringBuilder text, String name, JsonNode figures) {
        JsonNode machine = figures.path("machine");
        text.append(
                "`./zarrgo bench %s`, %s, zarrgo %s, Java %s, %s × %s, %s of memory, %s; [raw figures](benchmarks/%s.json).\n\n"
                        .formatted(
                                name,
                                figures.path("date").asText(),
                                figures.path("zarrgo").asText(),
                                machine.path("java").asText(),
                                machine.path("processors").asText(),
                                machine.path("processor").asText(),
                                machine.path("memory").asText(),
                                machine.path("system").asText(),
                                name));
    }

    private void comparison(StringBuilder text) {
        Figures wall = figures("conversions", "wall_s");
        Figures processor = figures("conversions", "cpu_s");
        text.append("## Against eopf-geozarr, packed and sharded, local to local\n\n");
        text.append("| | wall s | CPU s | peak MB | MB written | times our wall | times our CPU |\n");
        text.append("|---|---|---|---|---|---|---|\n");
        text.append("| zarrgo | %s | %s | %s | %.0f | 1 | 1 |\n"
                .formatted(
                        wall,
                        processor,
                        figures("conversions", "peak_mb"),
                        figures("conversions", "stored_bytes").median() / 1e6));
        Map<String, List<JsonNode>> versions = new TreeMap<>();
        result.path("peer")
                .forEach(row -> versions.computeIfAbsent(row.path("version").asText(), _ -> new ArrayList<>())
                        .add(row));
        versions.forEach((version, rows) -> {
            Figures theirWall = of(rows, "wall_s");
            Figures theirProcessor = new Figures(rows.stream()
                    .mapToDouble(row ->
                            row.path("user_s").asDouble() + row.path("sys_s").asDouble())
                    .toArray());
            text.append("| eopf-geozarr %s | %s | %s | %s | %.0f | **%.1f** | **%.1f** |\n"
                    .formatted(
                            version,
                            theirWall,
                            theirProcessor,
                            of(rows, "peak_rss_mb"),
                            of(rows, "output_bytes").median() / 1e6,
                            theirWall.median() / wall.median(),
                            theirProcessor.median() / processor.median()));
        });
        if (versions.isEmpty()) {
            text.append("\nThe peer was not there (`ZARRGO_PEERS` says where it is).\n");
        }
        text.append("\n");
    }

    private static Figures of(List<JsonNode> rows, String member) {
        return new Figures(
                rows.stream().mapToDouble(row -> row.path(member).asDouble()).toArray());
    }

    private void codecs(StringBuilder text) {
        int threads = result.path("machine").path("processors").asInt();
        double wall = figures("conversions", "wall_s").median();
        Figures floor = figures("codec_floor", "codec_s");
        double zstd = (figures("libzstd", "decompress_thread_s").median()
                        + figures("libzstd", "compress_thread_s").median())
                / threads;
        text.append("## Against the codecs alone\n\n");
        text.append("Every chunk of the source decoded once and every chunk of the target encoded once, all threads, ");
        text.append("from memory to nowhere, in a cold process; below it libzstd on the same blocks.\n\n");
        text.append("| | seconds | ratio |\n|---|---|---|\n");
        text.append("| conversion, whole process | %.2f | **%.2f** × the codec work |\n"
                .formatted(wall, wall / floor.median()));
        text.append("| codec work | %s | reaches **%.2f** of libzstd |\n".formatted(floor, zstd / floor.median()));
        text.append("| libzstd | %.2f | decompression %.2f GB/s, compression %.2f GB/s on %d threads |\n\n"
                .formatted(
                        zstd,
                        rate("decompressed_bytes", "decompress_thread_s") * threads,
                        rate("compressed_bytes", "compress_thread_s") * threads,
                        threads));
    }

    private double rate(String bytes, String seconds) {
        return figures("libzstd", bytes).median() / figures("libzstd", seconds).median() / 1e9;
    }

    private void memory(StringBuilder text) {
        text.append("## Memory and other encodings\n\n| | wall s | CPU s | peak MB |\n|---|---|---|---|\n");
        result.path("memory")
                .properties()
                .forEach(entry -> text.append("| %s | %s | %s | %s |\n"
                        .formatted(
                                entry.getKey().replace('_', ' '),
                                number("%.2f", entry.getValue().path("wall_s")),
                                number("%.2f", entry.getValue().path("cpu_s")),
                                number("%.0f", entry.getValue().path("peak_mb")))));
        text.append("\n");
    }
}
