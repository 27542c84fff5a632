package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import dev.zarrgo.testkit.BrowserPages;
import dev.zarrgo.testkit.EnabledIfBrowser;
import dev.zarrgo.testkit.EnabledIfOracle;
import dev.zarrgo.testkit.Oracle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The map in a browser, over a store that the service gives by ranges (P88, section 16 of the output
/// specification).
@EnabledIfBrowser
class MapPageIT {

    private static final String COLLECTION = "sentinel-2-l2a";
    private static final String ITEM = "S2A_MSIL2A_20251008T100041_N0511_R122_T32TQM_20251008T122613";
    private static final Pattern LEVEL = Pattern.compile("/measurements/reflectance/(r\\d+m)/(b\\d\\w)/c/");

    /// Metres of the map per pixel at zoom 0 (EPSG:3857, tiles of 256 pixels).
    private static final double ZOOM_0 = 2 * Math.PI * 6_378_137 / 256;

    /// Radius of EPSG:3857, in metres.
    private static final double EARTH = 6_378_137;

    /// In the middle of the store of 1098 pixels of 10 m.
    private static final double LONGITUDE = 11.4965;

    private static final double LATITUDE = 42.3765;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static RunningService service;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Path store;

    private final BrowserPages pages = new BrowserPages();

    @BeforeAll
    static void publish() {
        service = new RunningService(folder, Map.of());
        store = service.publish(
                TestProduct.sample("L2A", 3, TestProduct.MEDIUM), COLLECTION, ITEM, "--spatial-chunk", 64);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void forget() {
        pages.forgetTransfers();
    }

    @AfterEach
    void close() {
        pages.close();
    }

    private Page map(String query) {
        return pages.open(service.address(), "/map?item=" + ITEM + query, 1100, 760);
    }

    private static String view(double longitude, double latitude, int zoom) {
        return String.format(Locale.ROOT, "&view=%.7f,%.7f,%d", longitude, latitude, zoom);
    }

    /// Waits until all is drawn that the view needs.
    private static void settle(Page page) {
        page.locator(".map[data-drawn]").waitFor();
        page.locator(".readout:has-text('level')").waitFor();
    }

    private static String level(Page page) {
        Matcher level = Pattern.compile("level (r\\d+m)")
                .matcher(page.locator(".readout").innerText());
        assertThat(level.find()).isTrue();
        return level.group(1);
    }

    // --- pixels

    @ParameterizedTest(name = "{0} at zoom {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "rgb:b04,b03,b02:0:0.25    | 14 | &show=b04,b03,b02",
                "rgb:b04,b03,b02:0.02:0.3  | 12 | &show=b04,b03,b02&range=0.02,0.3",
                "rgb:b12,b8a,b04:0:0.45    | 12 | &show=b12,b8a,b04",
                "classes:scl               | 13 | &show=scl",
            })
    @EnabledIfOracle
    void theMapShowsWhatTheStoreHolds(String look, int zoom, String query, @TempDir Path drawn) throws IOException {
        double resolution = ZOOM_0 / (1 << zoom);
        double longitude = onGrid(Math.toRadians(LONGITUDE) * EARTH, resolution) / EARTH;
        double latitude = onGrid(EARTH * Math.log(Math.tan(Math.PI / 4 + Math.toRadians(LATITUDE) / 2)), resolution);
        double east = Math.toDegrees(longitude);
        double north = Math.toDegrees(2 * Math.atan(Math.exp(latitude / EARTH)) - Math.PI / 2);
        Page page = map(query + view(east, north, zoom));
        settle(page);
        Locator place = page.locator(".map");
        BoundingBox box = place.boundingBox();
        BufferedImage seen = ImageIO.read(new ByteArrayInputStream(page.screenshot()));
        int width = (int) box.width;
        int height = (int) box.height;
        assertThat(width % 2 + height % 2).as("even sides").isZero();
        Path expected = drawn.resolve("expected");
        String level = look.startsWith("classes") && level(page).equals("r10m") ? "r20m" : level(page);
        Oracle.installed()
                .run(
                        MapPageIT.class,
                        "draw_view.py",
                        store,
                        look,
                        level,
                        east,
                        north,
                        resolution,
                        width,
                        height,
                        expected);
        var comparison =
                new PictureComparison(seen, (int) box.x, (int) box.y, Files.readAllBytes(expected), width, height);
        assertThat(comparison.compared()).as("pixels of the store in the view").isGreaterThan(20_000);
        assertThat(comparison.offset()).as("place of the best fit").isEqualTo("0, 0");
        assertThat(comparison.equalShare()).as("pixels of the right colour").isGreaterThan(0.995);
        assertThat(comparison.colours()).as("it is a picture").isGreaterThan(3);
        pages.assertQuiet();
    }

    /// The middle of a view of an even number of pixels, so that pixels of the screen are pixels of tiles.
    private static double onGrid(double metres, double resolution) {
        return Math.round(metres / resolution) * resolution;
    }

    // --- what is read

    @Test
    void eachZoomReadsTheLevelItNeedsAndNoOther() {
        Page page = map("&show=b04,b03,b02" + view(LONGITUDE, LATITUDE, 2));
        settle(page);
        // The preview, which also gives the histogram, and the level of the view.
        assertThat(Set.of("r60m", "r720m")).containsAll(levels());
        Map<Integer, String> expected = Map.of(8, "r360m", 10, "r120m", 11, "r60m", 12, "r20m", 15, "r10m");
        for (int zoom : new int[] {8, 10, 11, 12, 15}) {
            pages.forgetTransfers();
            zoomTo(page, zoom);
            assertThat(level(page)).isEqualTo(expected.get(zoom));
            assertThat(List.of(String.valueOf(expected.get(zoom)), "r60m")).containsAll(levels());
        }
        pages.assertQuiet();
    }

    private Set<String> levels() {
        return pages.transfers().stream()
                .map(MapPageIT::levelOf)
                .filter(level -> !level.isEmpty())
                .collect(Collectors.toSet());
    }

    /// Empty for what is no chunk.
    private static String levelOf(BrowserPages.Transfer transfer) {
        Matcher level = LEVEL.matcher(transfer.path());
        return level.find() ? level.group(1) : "";
    }

    /// As a link does: without the way in between.
    private static void zoomTo(Page page, int zoom) {
        page.navigate(
                page.url().replaceFirst("view=[^&]*", "").replaceFirst("[?&]$", "") + view(LONGITUDE, LATITUDE, zoom));
        settle(page);
    }

    /// A view of a few hundred metres needs a few chunks of the shard, not the shard.
    @Test
    void theFinestLevelIsReadInPartsOfItsShards() throws IOException {
        Page page = map("&show=b04,b03,b02" + view(LONGITUDE, LATITUDE, 16));
        settle(page);
        assertThat(level(page)).isEqualTo("r10m");
        List<BrowserPages.Transfer> parts = pages.transfers().stream()
                .filter(transfer -> transfer.path().contains("/r10m/"))
                .toList();
        assertThat(parts).allMatch(part -> part.status() == 206);
        long whole = 0;
        for (String band : List.of("b02", "b03", "b04")) {
            whole += Files.size(
                    store.resolve("measurements/reflectance/r10m").resolve(band).resolve("c/0/0"));
        }
        long read = parts.stream().mapToLong(BrowserPages.Transfer::bytes).sum();
        assertThat(read).isLessThan(whole / 3);
        assertThat(parts.size()).as("requests").isLessThan(60);
        pages.assertQuiet();
    }

    /// The preview comes before what the view needs. What is transferred for it, pages and decoders
    /// included, stays below the 3 MB that a store of full size may cost, which `./zarrgo bench map`
    /// measures.
    @Test
    void aCoarseLevelComesFirstAndIsLight() {
        settle(map("&show=b04,b03,b02"));
        List<BrowserPages.Transfer> first = pages.transfers().stream()
                .takeWhile(transfer -> Set.of("", "r60m").contains(levelOf(transfer)))
                .toList();
        assertThat(first).anyMatch(transfer -> levelOf(transfer).equals("r60m"));
        assertThat(first.size()).as("objects").isLessThan(pages.transfers().size());
        long bytes = first.stream().mapToLong(BrowserPages.Transfer::bytes).sum();
        assertThat(bytes).isPositive().isLessThan(3_000_000);
    }

    /// Who zooms in steps does not pay for the levels between.
    @Test
    void levelsThatTheViewPassesByAreNotRead() {
        Page page = map("&show=b04,b03,b02" + view(LONGITUDE, LATITUDE, 8));
        settle(page);
        pages.forgetTransfers();
        page.locator(".map").focus();
        for (int step = 0; step < 9; step++) {
            page.keyboard().press("+");
            page.waitForTimeout(110); // an animation takes 100 ms
        }
        page.waitForURL(url -> !url.contains(",8&") && url.contains("view="));
        settle(page);
        assertThat(level(page)).isEqualTo("r10m");
        assertThat(levels()).contains("r10m").doesNotContain("r360m", "r120m");
        pages.assertQuiet();
    }

    // --- what people do

    @Test
    void anItemIsFoundDrawnReadAndShared() {
        Page page = pages.open(service.address(), "/map", 1100, 760);
        page.locator(".item[data-item='" + ITEM + "']").click();
        settle(page);
        assertThat(page.url()).contains("item=" + ITEM).contains("view=");
        page.locator("#map-show").selectOption("(b08-b04)/(b08+b04)");
        settle(page);
        BoundingBox box = page.locator(".map").boundingBox();
        page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
        page.locator(".readout:has-text('b08')").waitFor();
        assertThat(page.locator(".readout").innerText()).contains("b04").containsPattern("= -?0\\.\\d+");
        String link = page.url();
        assertThat(link).contains("show=");
        ElementHandle map = page.locator(".map").elementHandle();
        byte[] before = map.screenshot();
        Page shared = pages.open(link, "", 1100, 760);
        settle(shared);
        shared.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
        shared.locator(".readout:has-text('b08')").waitFor();
        assertThat(shared.locator("#map-show").inputValue()).isEqualTo("(b08-b04)/(b08+b04)");
        assertThat(PictureComparison.difference(before, shared.locator(".map").screenshot()))
                .as("share of pixels that differ")
                .isLessThan(0.05);
        pages.assertQuiet();
    }

    @Test
    void itemsAreFilteredAndTheAddressHoldsTheFilters() {
        String other = "S2A_MSIL1C_20250301T100041_N0511_R122_T32TQM_20250301T122613";
        try (var both = new RunningService(folder.resolve("both"), Map.of())) {
            both.publish(TestProduct.sample("L2A", 3, TestProduct.SMALL), COLLECTION, ITEM);
            both.publish(TestProduct.sample("L1C", 3, TestProduct.SMALL), "sentinel-2-l1c", other);
            Page page = pages.open(both.address(), "/map", 1100, 760);
            shows(page, ITEM, other);
            page.locator("#find-collection").selectOption("sentinel-2-l1c");
            shows(page, other);
            page.locator("#find-collection").selectOption("");
            shows(page, ITEM, other);
            page.locator("#find-from").fill("2030-01-01");
            page.locator("[role=status]:has-text('Nothing was found')").waitFor();
            page.locator("#find-from").fill("2020-01-01");
            page.locator("#find-cloud").focus();
            page.keyboard().press("Home");
            page.waitForURL(url -> url.contains("from=2020-01-01") && url.contains("cloud=0"));
            shows(page, cloudless(both, ITEM, other));
            pages.assertQuiet();
            Page shared = pages.open(page.url(), "", 1100, 760);
            assertThat(shared.locator("#find-from").inputValue()).isEqualTo("2020-01-01");
            assertThat(shared.locator("#find-cloud").inputValue()).isEqualTo("0");
        }
    }

    private static void shows(Page page, String... items) {
        BrowserPages.until(
                page,
                "document.querySelectorAll('.item').length === %d && [%s].every(id => document.querySelector(`.item[data-item='${id}']`))"
                        .formatted(
                                items.length,
                                Stream.of(items).map("'%s'"::formatted).collect(Collectors.joining(","))));
    }

    private static String[] cloudless(RunningService both, String... items) {
        try (var client = new ServiceClient(both.address(), "")) {
            return Stream.of(items)
                    .filter(item -> client.get("/catalog/search?ids=" + item)
                                    .at("/features/0/properties/eo:cloud_cover")
                                    .asDouble(100)
                            == 0)
                    .toArray(String[]::new);
        }
    }

    @Test
    void classesHaveALegendAndTheCursorNamesThem() {
        Page page = map("&show=scl" + view(LONGITUDE, LATITUDE, 13));
        settle(page);
        assertThat(page.locator(".legend li").allInnerTexts())
                .contains("vegetation", "water")
                .hasSize(12);
        BoundingBox box = page.locator(".map").boundingBox();
        page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
        page.locator(".readout:has-text('scl')").waitFor();
        assertThat(page.locator(".readout").innerText())
                .containsPattern(
                        "scl (vegetation|not vegetated|water|cloud|thin cirrus|snow|unclassified|cast|saturated)");
        Screenshots.keep(page, "map-classes");
        pages.assertQuiet();
    }

    @Test
    void whatCannotBeDrawnIsSaid() {
        Page page = map("&show=b04" + view(LONGITUDE, LATITUDE, 12));
        settle(page);
        page.locator("summary:has-text('Calculation')").click();
        Locator own = page.locator("#map-expression");
        own.fill("(b08-b04");
        own.press("Enter");
        page.locator("[role=alert]:has-text('missing')").waitFor();
        own.fill("b99");
        own.press("Enter");
        page.locator("[role=alert]:has-text('b99')").waitFor();
        pages.assertQuiet();
        page.navigate(service.address() + "/map?item=none");
        page.locator("[role=alert]:has-text('no item')").waitFor();
    }

    @Test
    void stretchRampAndOpacityWorkFromTheKeyboard() {
        Page page = map("&show=b08" + view(LONGITUDE, LATITUDE, 12));
        settle(page);
        page.locator("#map-high").focus();
        page.keyboard().press("PageDown");
        page.locator("#map-ramp").selectOption("heat");
        page.locator("#map-opacity").focus();
        page.keyboard().press("Home");
        page.waitForURL(url -> url.contains("range=") && url.contains("ramp=heat") && url.contains("opacity=0"));
        settle(page);
        pages.assertQuiet();
    }

    @Test
    void thePagesAreUsableOnAPhoneAndInTheDark() {
        Page phone = pages.open(service.address(), "/map?item=" + ITEM, 360, 740);
        settle(phone);
        assertThat((Integer) phone.evaluate("document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(360);
        Screenshots.keep(phone, "map-phone");
        Page dark = pages.open(
                service.address(), "/map?item=" + ITEM + "&show=(b08-b04)/(b08%2Bb04)", 1200, 760, ColorScheme.DARK);
        settle(dark);
        Screenshots.keep(dark, "map-ndvi-dark");
        Page light = pages.open(service.address(), "/map?item=" + ITEM, 1200, 760);
        settle(light);
        Screenshots.keep(light, "map");
        pages.assertQuiet();
    }
}
