package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.BrowserPages;
import dev.zarrgo.testkit.EnabledIfBrowser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages of jobs in a browser, while the service converts products that a server on this machine offers
/// (sections 5, 7, 8 and 12 of the jobs specification).
@EnabledIfBrowser
class JobPagesIT {

    private static final String COLLECTION = "sentinel-2-l2a";
    private static final String GOOD = "S2A_MSIL2A_20251008T100041_N0511_R122_T32TQM_20251008T122613";
    private static final String ADMIN = "an-admin-token-for-tests";
    private static final String ARGO = "https://argo.example.org/workflows/zarrgo";
    private static final String READER = "a-reader-token-for-tests";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static RunningService service;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static OfferedProducts sources;

    private final BrowserPages pages = new BrowserPages();

    @BeforeAll
    static void start() {
        sources = new OfferedProducts(folder.resolve("offered"))
                .with(GOOD, TestProduct.sample("L2A", 3, TestProduct.SMALL));
        service = new RunningService(folder.resolve("home"), Map.of());
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

    private static void submit(Page page, String source) {
        page.locator("#input-source").fill(source);
        page.locator("#input-collection").fill(COLLECTION);
        page.locator("form button.main").click();
    }

    /// One person watches the table, another submits; nobody reloads.
    @Test
    void aJobIsSubmittedWatchedAndFoundOnTheMap() {
        Page table = pages.open(service.address(), "/jobs", 1200, 700);
        table.locator(".live:not(.lost)").waitFor();
        Page form = pages.open(service.address(), "/submit", 1000, 900);
        submit(form, sources.address(GOOD));
        form.waitForURL(url -> url.contains("/jobs/"));
        String job = form.url().substring(form.url().lastIndexOf('/') + 1);

        Locator row = table.locator("tr[data-job='" + job + "']");
        row.waitFor();
        row.locator(".badge.running, .badge.done").waitFor();
        row.locator(".badge.done").waitFor();
        assertThat(row.innerText()).contains(GOOD).contains("100 %").contains(COLLECTION);
        Screenshots.keep(table, "jobs");

        form.locator(".title .badge.done").waitFor();
        assertThat(form.locator(".timeline").innerText())
                .contains("new")
                .contains("attempt 1")
                .contains("done");
        assertThat(form.locator(".timeline .step.succeeded .strong").allInnerTexts())
                .containsSubsequence("convert", "validate", "register");
        form.locator(".log:has-text('convert')").waitFor();
        Screenshots.keep(form, "job");

        Page overview = pages.open(service.address(), "/", 1200, 1000);
        overview.locator(".pictures img").first().waitFor();
        assertThat(overview.locator(".number:has-text('done in a day') .value").innerText())
                .isNotEqualTo("0");
        BrowserPages.until(
                overview, "[...document.querySelectorAll('.pictures img')].every(image => image.naturalWidth > 0)");
        Screenshots.keep(overview, "overview");

        form.locator("a:has-text('Show on the map')").click();
        form.locator(".map[data-drawn]").waitFor();
        pages.assertQuiet();
    }

    @Test
    void whatFailsSaysWhyAndCanBeForcedAndRunAgain() {
        Page page = pages.open(service.address(), "/submit", 1000, 900);
        submit(page, sources.address("S2A_MSIL2A_20251009T100041_N0511_R122_T32TQM_20251009T122613"));
        page.locator(".note").waitFor();
        page.locator(".badge.invalid").waitFor();
        assertThat(page.locator(".note").innerText()).contains("can't be used").contains("run it again");
        Screenshots.keep(page, "job-invalid");

        // Every change is asked about first, and the reason is kept (rule A11).
        page.locator("button:has-text('Force another attempt')").click();
        page.locator("dialog button[value=no]").click();
        page.locator("dialog").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        page.locator("button:has-text('Force another attempt')").click();
        page.locator("dialog #reason").fill("the source may be there now");
        page.locator("dialog button[value=yes]").click();
        page.locator(".timeline:has-text('the source may be there now')").waitFor();
        page.locator(".timeline:has-text('attempt 2')").waitFor();
        page.locator(".badge.invalid").waitFor();

        page.locator("button:has-text('Run again')").click();
        String before = page.url();
        page.locator("dialog button[value=yes]").click();
        page.waitForURL(url -> url.contains("/jobs/") && !url.equals(before));
        page.locator(".badge.invalid").waitFor();

        Page table = pages.open(service.address(), "/jobs?state=INVALID", 1200, 700);
        table.locator("tr .badge.invalid").first().waitFor();
        assertThat(table.locator("tbody .badge:not(.invalid)").count()).isZero();
        table.locator("#jobs-text").fill("no such words");
        table.locator("[role=status]:has-text('No jobs match')").waitFor();
        table.waitForURL(url -> url.contains("text=no"));
        pages.assertQuiet();
    }

    /// A job that waits for an operator is retried by one (50 section 7).
    @Test
    void aJobThatWaitsIsRetriedAndCanBeTakenBack() throws IOException, InterruptedException {
        Page page = pages.open(service.address(), "/submit", 1000, 900);
        submit(page, sources.address("S2A_MSIL2A_20251010T100041_N0511_R122_T32TQM_20251010T122613"));
        page.locator(".badge.invalid").waitFor();
        force(page.url().substring(page.url().lastIndexOf('/') + 1), "RETRY");
        page.reload();
        page.locator(".note:has-text('It waits for somebody')").waitFor();
        page.locator("button:has-text('Retry')").click();
        page.locator("dialog button[value=yes]").click();
        page.locator(".timeline:has-text('attempt 2')").waitFor();
        page.locator(".badge.invalid").waitFor();
        force(page.url().substring(page.url().lastIndexOf('/') + 1), "RETRY");
        page.reload();
        page.locator("button:has-text('Cancel')").click();
        page.locator("dialog button[value=yes]").click();
        page.locator(".badge.dismissed").waitFor();
        pages.assertQuiet();
    }

    private static void force(String job, String state) throws IOException, InterruptedException {
        URI address = URI.create("%s/jobs/%s/state/%s".formatted(service.address(), job, state));
        HttpRequest request =
                HttpRequest.newBuilder(address).PUT(BodyPublishers.noBody()).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aFormIsCheckedBeforeItIsSentAndByTheService() {
        Page page = pages.open(service.address(), "/submit", 1000, 900);
        page.locator("form button.main").click();
        page.locator("#input-source-error:has-text('needed')").waitFor();
        page.locator("#input-source").fill("ftp://example.org/x");
        page.locator("form button.main").click();
        page.locator("#input-source-error:has-text('https')").waitFor();
        assertThat(pages.transfers()).noneMatch(transfer -> transfer.path().endsWith("/execution"));
        page.locator("#input-source").fill(sources.address(GOOD));
        page.locator("#input-collection").fill("not-configured");
        page.locator("form button.main").click();
        page.locator("#input-collection-error:not(:empty)").waitFor();
        assertThat(page.locator("#input-collection").getAttribute("aria-invalid"))
                .isEqualTo("true");
    }

    /// Rules P8 and A24: who has no token is asked for one, and a role ends where it ends.
    @Test
    void peopleLogInAndRolesHold() {
        try (var closed = new RunningService(
                folder.resolve("closed"),
                Map.of(
                        "security.tokens",
                        "anna:admin:%s, rita:read:%s".formatted(ADMIN, READER),
                        "view.argo-url",
                        ARGO))) {
            closed.publish(TestProduct.sample("L2A", 3, TestProduct.SMALL), COLLECTION, GOOD);
            Page page = pages.open(closed.address(), "/jobs?state=DONE", 1000, 700);
            page.waitForURL(url -> url.contains("/login"));
            page.locator("#token").fill("not a token of anybody");
            page.locator("form button.main").click();
            page.locator("[role=alert]:has-text('does not know')").waitFor();
            page.locator("#token").fill(READER);
            page.locator("form button.main").click();
            page.waitForURL(url -> url.contains("/jobs?state=DONE"));
            page.locator("[role=status]:has-text('No jobs match')").waitFor();

            page.navigate(closed.address() + "/submit");
            page.locator("[role=alert]:has-text('another role')").waitFor();
            assertThat(page.locator("form button.main").isDisabled()).isTrue();

            String job = invalidJob(closed);
            page.navigate(closed.address() + "/jobs/" + job);
            page.locator(".badge.invalid").waitFor();
            assertThat(page.locator(".actions button").count()).isZero();
            assertThat(page.locator("header .account").innerText()).contains("rita");
            assertThat(page.locator("a:has-text('zarrgo-" + job + "')").getAttribute("href"))
                    .isEqualTo(ARGO + "/zarrgo-" + job + "-1");

            page.navigate(closed.address() + "/map?item=" + GOOD);
            page.locator(".map[data-drawn]").waitFor();
            page.locator("button:has-text('Log out')").click();
            page.navigate(closed.address() + "/map?store=/stores/%s/%s.zarr".formatted(COLLECTION, GOOD));
            page.locator("[role=alert]:has-text('needs the right')").waitFor();

            page.navigate(closed.address() + "/login?from=/jobs/" + job);
            page.locator("#token").fill(ADMIN);
            page.locator("form button.main").click();
            page.locator(".badge.invalid").waitFor();
            assertThat(page.locator(".actions button").allInnerTexts())
                    .containsExactlyInAnyOrder("Run again", "Force another attempt");
        }
    }

    private static String invalidJob(RunningService closed) {
        try (var client = new ServiceClient(closed.address(), ADMIN)) {
            String source = sources.address("S2A_MSIL2A_20251011T100041_N0511_R122_T32TQM_20251011T122613");
            return client.send(
                            "POST",
                            "/samples",
                            Json.object().put("source_url", source).put("collection", COLLECTION))
                    .path("job")
                    .asText();
        }
    }
}
