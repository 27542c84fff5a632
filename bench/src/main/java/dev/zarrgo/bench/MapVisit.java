package dev.zarrgo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.BrowserPages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// One visit of somebody who was never there: opens a store on the map, waits until all is drawn, and zooms
/// to the finest level with the keyboard. Times are the browser's own, since the visit began.
final class MapVisit {

    static final int WIDTH = 1280;
    static final int HEIGHT = 800;

    /// Of what the whole view will show; less is not a picture yet.
    static final double MEANINGFUL = 0.9;

    /// From the view that fits a whole tile to the finest level.
    private static final int STEPS = 5;

    /// A step is an animation of 100 ms.
    private static final int STEP_MILLIS = 150;

    private static final String FINEST = "r10m";
    private static final Pattern LEVEL = Pattern.compile("/(r\\d+m)/[^/]+/c/");

    private static final String REQUESTS = """
            JSON.stringify([...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
              .filter(({ name }) => name.startsWith("http"))
              .map((one) => ({ name: one.name, start: one.startTime, response: one.responseStart, bytes: one.transferSize })))
            """;

    private final Page page;

    private MapVisit(Page page) {
        this.page = page;
    }

    /// @return what was measured, as the raw figures hold it
    static ObjectNode measure(BrowserPages pages, String address, String path) throws IOException {
        Page page = pages.open("about:", "blank", WIDTH, HEIGHT); // a new context: nothing is cached
        try {
            page.addInitScript(probe());
            page.navigate(address + path);
            return new MapVisit(page).measure();
        } finally {
            page.context().close();
        }
    }

    private static String probe() throws IOException {
        try (InputStream in = MapVisit.class.getResourceAsStream("map-probe.js")) {
            if (in == null) {
                throw new IllegalStateException("map-probe.js is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private ObjectNode measure() throws IOException {
        page.locator(".map[data-drawn]").waitFor();
        JsonNode frames = json("JSON.stringify(window.zarrgoFrames)");
        JsonNode whole = first(frames, frame -> frame.path("whole").asBoolean());
        double enough = MEANINGFUL * whole.path("drawn").asInt();
        double pixels = at(first(frames, frame -> frame.path("drawn").asInt() >= enough));
        double begun = now();
        double zoomed = zoom();
        JsonNode requests = json(REQUESTS);
        ObjectNode result = Json.object();
        result.put("response_ms", requests.path(0).path("response").asDouble());
        result.set("first_pixels", figures(requests, 0, pixels).put("ms", pixels));
        result.set("view", figures(requests, 0, begun).put("ms", at(whole)));
        result.set("zoom", figures(requests, begun, Double.MAX_VALUE).put("ms", zoomed));
        return result;
    }

    /// @return milliseconds from the last step until all is drawn
    private double zoom() throws IOException {
        page.locator(".map").focus();
        double last = 0;
        for (int step = 0; step < STEPS; step++) {
            last = now();
            page.keyboard().press("+");
            page.waitForTimeout(STEP_MILLIS);
        }
        page.locator(".map[data-drawn]").waitFor();
        page.locator(".readout:has-text('level " + FINEST + "')").waitFor();
        JsonNode frames = json("JSON.stringify(window.zarrgoFrames)");
        double end = at(StreamSupport.stream(frames.spliterator(), false)
                .filter(frame -> frame.path("whole").asBoolean())
                .reduce((_, latest) -> latest)
                .orElseThrow());
        return end - last;
    }

    private double now() {
        return ((Number) page.evaluate("performance.now()")).doubleValue();
    }

    private JsonNode json(String expression) throws IOException {
        return Json.parse(((String) page.evaluate(expression)).getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode first(JsonNode frames, Predicate<JsonNode> wanted) {
        return StreamSupport.stream(frames.spliterator(), false)
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    private static double at(JsonNode frame) {
        return frame.path("at").asDouble();
    }

    /// What was asked for since `begin`, as far as it was answered at `end`. An answer that was on its way
    /// then counts as a whole.
    private static ObjectNode figures(JsonNode requests, double begin, double end) {
        var levels = new TreeSet<String>();
        long bytes = 0;
        int count = 0;
        for (JsonNode request : requests) {
            if (request.path("start").asDouble() < begin
                    || request.path("response").asDouble() > end) {
                continue;
            }
            count++;
            bytes += request.path("bytes").asLong();
            Matcher level = LEVEL.matcher(request.path("name").asText());
            if (level.find()) {
                levels.add(level.group(1));
            }
        }
        ObjectNode figures = Json.object().put("bytes", bytes).put("requests", count);
        levels.forEach(figures.putArray("levels")::add);
        return figures;
    }
}
