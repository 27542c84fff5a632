package dev.zarrgo.testkit;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A browser without a window, and what its pages asked for and complained about.
public final class BrowserPages implements AutoCloseable {

    private static final double PATIENCE_MILLISECONDS = 60_000;
    private static final double PAUSE_MILLISECONDS = 20;

    private final Playwright playwright;
    private final Browser browser;
    private final List<Transfer> transfers = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    /// An object that was fetched, and how many bytes of it.
    public record Transfer(String path, int status, long bytes) {}

    public BrowserPages() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(InstalledBrowser.installed())
                        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
    }

    /// Of the browser, for example `141.0.7390.54`.
    public String version() {
        return browser.version();
    }

    /// @param address of the service, without a slash at its end
    /// @param path of the page, with its query
    public Page open(String address, String path, int width, int height) {
        return open(address, path, width, height, ColorScheme.LIGHT);
    }

    public Page open(String address, String path, int width, int height, ColorScheme scheme) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setTimezoneId("UTC")
                .setLocale("en-GB"));
        context.setDefaultTimeout(PATIENCE_MILLISECONDS);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onResponse(this::note);
        page.navigate(address + path);
        return page;
    }

    private void note(Response response) {
        String length = response.headers().getOrDefault("content-length", "0");
        String path = response.url().replaceFirst("^[a-z]+://[^/]+", "");
        transfers.add(new Transfer(path, response.status(), Long.parseLong(length)));
    }

    /// Waits until an expression is true. The policy of the pages forbids Playwright's own way, which makes
    /// code from text.
    public static void until(Page page, String expression) {
        for (int round = 0; round < PATIENCE_MILLISECONDS / PAUSE_MILLISECONDS; round++) {
            if (Boolean.TRUE.equals(page.evaluate(expression))) {
                return;
            }
            page.waitForTimeout(PAUSE_MILLISECONDS);
        }
        throw new AssertionError("never true: " + expression);
    }

    public List<Transfer> transfers() {
        return List.copyOf(transfers);
    }

    public void forgetTransfers() {
        transfers.clear();
    }

    /// What a person would find in the console.
    public void assertQuiet() {
        if (!complaints.isEmpty()) {
            throw new AssertionError("the console is not empty: " + complaints);
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
