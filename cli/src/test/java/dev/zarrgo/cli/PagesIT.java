package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.BrowserPages;
import dev.zarrgo.testkit.EnabledIfBrowser;
import dev.zarrgo.testkit.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds for every page (P88): readable, reachable with the keyboard, usable on a phone, light to
/// load, and without complaints in the console.
@EnabledIfBrowser
class PagesIT {

    private static final String COLLECTION = "sentinel-2-l2a";
    private static final String ITEM = "S2A_MSIL2A_20251008T100041_N0511_R122_T32TQM_20251008T122613";
    private static final String MISSING = "S2A_MSIL2A_20251009T100041_N0511_R122_T32TQM_20251009T122613";

    /// Where rules of WCAG are checked: level AA of all versions.
    private static final String RULES = "['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']";

    /// What a page may weigh, without the libraries of the map, its coasts and the store that it draws.
    private static final long MAX_BYTES = 300_000;

    private static final int PHONE = 360;

    /// What can be done on a page.
    private static final String CONTROLS =
            "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea, summary, [tabindex='0']";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static RunningService service;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static OfferedProducts sources;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static String done;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static String invalid;

    private final BrowserPages pages = new BrowserPages();

    /// The pages there are, each with what shows that it is complete.
    enum Kind {
        OVERVIEW("/", ".pictures img"),
        MAP("/map", ".item"),
        MAP_OF_COLOURS("/map?item=" + ITEM, ".map[data-drawn]"),
        MAP_OF_CLASSES("/map?show=scl&item=" + ITEM, ".map[data-drawn]"),
        MAP_OF_AN_INDEX("/map?show=(b08-b04)/(b08%2Bb04)&item=" + ITEM, ".map[data-drawn]"),
        MAP_OF_NOTHING("/map?item=none", "[role=alert]:has-text('no item')"),
        JOBS("/jobs", "tr .badge"),
        JOB_DONE("/jobs/{done}", ".log:has-text('convert')"),
        JOB_INVALID("/jobs/{invalid}", ".note"),
        SUBMIT("/submit", "#input-source"),
        LOGIN("/login", "#token");

        private final String path;
        private final String complete;

        Kind(String path, String complete) {
            this.path = path;
            this.complete = complete;
        }
    }

    @BeforeAll
    static void convert() throws IOException {
        sources = new OfferedProducts(folder.resolve("offered"))
                .with(ITEM, TestProduct.sample("L2A", 3, TestProduct.SMALL));
        service = new RunningService(folder.resolve("home"), Map.of());
        try (var client = new ServiceClient(service.address(), "")) {
            done = submit(client, ITEM, "DONE");
            invalid = submit(client, MISSING, "INVALID");
        }
    }

    private static String submit(ServiceClient client, String item, String end) throws IOException {
        JsonNode receipt = client.send(
                "POST",
                "/samples",
                Json.object().put("source_url", sources.address(item)).put("collection", COLLECTION));
        String job = receipt.path("job").asText();
        for (int second = 0; second < 120; second++) {
            if (client.get("/jobs/" + job).path("state").asText().equals(end)) {
                return job;
            }
            pause();
        }
        throw new AssertionError("%s is not %s: %s".formatted(job, end, client.get("/jobs/" + job)));
    }

    private static void pause() {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    @AfterAll
    static void stop() {
        service.close();
        sources.close();
    }

    @AfterEach
    void close() {
        pages.close();
    }

    private Page open(Kind kind, int width, int height, ColorScheme scheme) {
        String path = kind.path.replace("{done}", done).replace("{invalid}", invalid);
        Page page = pages.open(service.address(), path, width, height, scheme);
        page.locator(kind.complete).first().waitFor();
        return page;
    }

    /// With all that can be unfolded.
    private Page unfolded(Kind kind, int width, int height, ColorScheme scheme) {
        Page page = open(kind, width, height, scheme);
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");
        return page;
    }

    private static JsonNode json(Page page, String expression) throws IOException {
        return Json.parse(((String) page.evaluate(expression)).getBytes(StandardCharsets.UTF_8));
    }

    /// Contrast, names, roles, structure, as axe-core sees them: level AA of WCAG 2.2.
    @ParameterizedTest
    @EnumSource
    void everybodyCanReadIt(Kind kind) throws IOException {
        var faults = new ArrayList<String>();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            faults.addAll(faults(unfolded(kind, 1200, 800, scheme)));
        }
        faults.addAll(faults(unfolded(kind, PHONE, 740, ColorScheme.LIGHT)));
        assertThat(faults).isEmpty();
        pages.assertQuiet();
    }

    private static List<String> faults(Page page) throws IOException {
        page.evaluate(Repository.text("webhook/ui/node_modules/axe-core/axe.min.js"));
        JsonNode result = json(
                page, "axe.run({ runOnly: %s, resultTypes: ['violations'] }).then(JSON.stringify)".formatted(RULES));
        var faults = new ArrayList<String>();
        for (JsonNode violation : result.path("violations")) {
            for (JsonNode node : violation.path("nodes")) {
                faults.add("%s at %s: %s"
                        .formatted(
                                violation.path("id").asText(),
                                node.path("target").path(0).asText(),
                                node.path("failureSummary").asText()));
            }
        }
        return faults;
    }

    /// Tab leads to all that can be done, and shows where it is.
    @ParameterizedTest
    @EnumSource
    void everythingIsReachedWithTheKeyboard(Kind kind) throws IOException {
        Page page = unfolded(kind, 1200, 800, ColorScheme.LIGHT);
        page.evaluate("window.zarrgoReached = new Set()");
        JsonNode state = Json.object();
        for (int tab = 0; tab < 300; tab++) {
            page.keyboard().press("Tab");
            state = json(page, """
                    (() => {
                      const one = document.activeElement;
                      const style = getComputedStyle(one);
                      const isSeen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
                      const isNew = !window.zarrgoReached.has(one);
                      window.zarrgoReached.add(one);
                      const missed = [...document.querySelectorAll("%s")]
                        .filter((control) => control.checkVisibility({ visibilityProperty: true }) && !window.zarrgoReached.has(control))
                        .map((control) => control.outerHTML.slice(0, 120));
                      return JSON.stringify({ isEnd: one === document.body, isNew, isSeen, here: one.outerHTML.slice(0, 120), missed });
                    })()
                    """.formatted(CONTROLS));
            if (state.path("isEnd").asBoolean()) {
                break;
            }
            assertThat(state.path("isSeen").asBoolean())
                    .as("focus is visible on %s", state.path("here").asText())
                    .isTrue();
        }
        assertThat(state.path("missed")).as("never reached").isEmpty();
        pages.assertQuiet();
    }

    /// Figures change as jobs end; who is about to press something keeps their place.
    @Test
    void focusStaysWhileFiguresChange() throws IOException {
        Page page = open(Kind.OVERVIEW, 1200, 800, ColorScheme.LIGHT);
        String failed = ".number:has-text('failed in a day') .value";
        String before = page.locator(failed).innerText();
        page.locator("a.number:has-text('done in a day')").focus();
        try (var client = new ServiceClient(service.address(), "")) {
            submit(client, "S2A_MSIL2A_20251010T100041_N0511_R122_T32TQM_20251010T122613", "INVALID");
        }
        page.locator(failed + ":not(:text-is('" + before + "'))").waitFor();
        assertThat((String) page.evaluate("document.activeElement.innerText")).contains("done in a day");
        // Two sources that are not there are one reason.
        page.locator(".plain-list li:has-text('holds no Zarr metadata'):has-text('2 ×')")
                .waitFor();
    }

    @ParameterizedTest
    @EnumSource
    void aPhoneIsWideEnough(Kind kind) {
        Page page = unfolded(kind, PHONE, 740, ColorScheme.LIGHT);
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(PHONE);
        assertThat((Integer) page.evaluate("document.body.scrollWidth")).isLessThanOrEqualTo(PHONE);
        pages.assertQuiet();
    }

    /// The first visit of a page, with all that it asks for; text is compressed on its way.
    @ParameterizedTest
    @EnumSource
    void theFirstViewIsLight(Kind kind) throws IOException {
        Page page = open(kind, 1200, 800, ColorScheme.LIGHT);
        JsonNode resources = json(page, """
                JSON.stringify([...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
                  .filter(({ name }) => name.startsWith("http"))
                  .map(({ name, transferSize, encodedBodySize, decodedBodySize }) =>
                    ({ path: new URL(name).pathname, transferred: transferSize, encoded: encodedBodySize, decoded: decodedBodySize })))
                """);
        long bytes = 0;
        int asked = 0;
        for (JsonNode resource : resources) {
            String path = resource.path("path").asText();
            asked++;
            if (!path.matches("/ui/(page|land-50m)-.*\\.js|/stores/.*\\.zarr/.*")) {
                bytes += resource.path("transferred").asLong();
            }
            boolean isText = path.endsWith(".js") || path.endsWith(".css") || path.endsWith(".json");
            if (isText && resource.path("decoded").asLong() > 2000) {
                assertThat(resource.path("encoded").asLong())
                        .as("compressed: %s", path)
                        .isPositive()
                        .isLessThan(resource.path("decoded").asLong() * 3 / 4);
            }
        }
        assertThat(asked).isPositive();
        System.out.printf("%s: %,d bytes in %d requests, without the map's libraries and stores%n", kind, bytes, asked);
        assertThat(bytes).isPositive().isLessThan(MAX_BYTES);
    }
}
