package dev.zarrgo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.StreamSupport;

/// `docs/benchmarks-map.md` and its raw figures.
final class MapPage {

    private static final double BAR_MILLISECONDS = 1_500;
    private static final double BAR_BYTES = 3e6;

    private final JsonNode result;

    MapPage(JsonNode result) {
        this.result = result;
    }

    void write(Path docs) throws IOException {
        Files.createDirectories(docs.resolve("benchmarks"));
        Files.writeString(docs.resolve("benchmarks/map.json"), Json.pretty(result) + "\n");
        Files.writeString(docs.resolve("benchmarks-map.md"), text());
    }

    private String text() {
        var text = new StringBuilder("# How soon a store is on the map\n\n");
        text.append("Written by `./zarrgo bench map`; do not edit.\n\n");
        BenchReport.head(text, "map", result);
        text.append("""
                Product: %s, true colour. `./zarrgo serve` and headless Chromium %s without a graphics card share the processors, over
                loopback; load before the start: %s. The window is %s and shows the whole tile. Every round is a new browser
                profile, so the pages and decoders are loaded too; times begin with the visit.

                *First pixels*: at least %.0f %% of what the whole view will show of the store is drawn, at whatever level, as read back from
                the canvas in each frame. Bytes and requests are those that had an answer by then, an answer on its way as a whole.
                *Zoom*: five steps with the keyboard to the finest level; the time is the one after the last step.

                | | median (least–most) | bar |
                |---|---|---|
                """.formatted(
                        result.path("product").asText(),
                        result.path("browser").asText(),
                        result.path("load").asText(),
                        result.path("window").asText(),
                        100 * MapVisit.MEANINGFUL));
        Figures pixels = figures("/first_pixels/ms");
        Figures bytes = figures("/first_pixels/bytes");
        row(text, "first answer", "%s ms", figures("/response_ms"), "");
        row(text, "first pixels", "%s ms", pixels, bar("≤ 1,500 ms", pixels.median() <= BAR_MILLISECONDS));
        row(text, "transferred until then", "%s bytes", bytes, bar("≤ 3,000,000 bytes", bytes.median() <= BAR_BYTES));
        row(text, "whole view", "%s ms", figures("/view/ms"), "");
        row(text, "transferred until then", "%s bytes", figures("/view/bytes"), "");
        row(text, "finest level after the last step", "%s ms", figures("/zoom/ms"), "");
        row(text, "transferred for it", "%s bytes", figures("/zoom/bytes"), "");
        text.append("\n| round | ").append("first pixels | MB | requests | levels ");
        text.append("| whole view | MB | requests | levels | zoom | MB | requests | levels |\n");
        text.append("|--:".repeat(13)).append("|\n");
        int round = 1;
        for (JsonNode visit : result.path("rounds")) {
            text.append("| %d |".formatted(round++));
            for (String part : new String[] {"first_pixels", "view", "zoom"}) {
                cells(text, visit.path(part));
            }
            text.append("\n");
        }
        text.append("""

                That the picture is right is what `MapPageIT` checks: at four looks and zooms more than 99.5 % of the pixels on the screen are,
                to two of 256 steps, those that zarr-python and pyproj compute.
                """);
        return text.toString();
    }

    private static String bar(String text, boolean isMet) {
        return text + (isMet ? ": met" : ": **missed**");
    }

    private static void row(StringBuilder text, String name, String unit, Figures figures, String bar) {
        String values =
                String.format(Locale.ROOT, "%,.0f (%,.0f–%,.0f)", figures.median(), figures.least(), figures.most());
        text.append("| %s | %s | %s |\n".formatted(name, unit.formatted(values), bar));
    }

    private static void cells(StringBuilder text, JsonNode part) {
        var levels = new StringJoiner(", ");
        part.path("levels").forEach(level -> levels.add(level.asText()));
        text.append(String.format(
                Locale.ROOT,
                " %,.0f ms | %.2f | %d | %s |",
                part.path("ms").asDouble(),
                part.path("bytes").asDouble() / 1e6,
                part.path("requests").asInt(),
                levels));
    }

    private Figures figures(String pointer) {
        return new Figures(StreamSupport.stream(result.path("rounds").spliterator(), false)
                .mapToDouble(visit -> visit.at(pointer).asDouble())
                .toArray());
    }
}
