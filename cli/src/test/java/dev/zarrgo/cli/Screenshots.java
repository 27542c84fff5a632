package dev.zarrgo.cli;

import com.microsoft.playwright.Page;
import dev.zarrgo.testkit.Repository;
import java.nio.file.Path;

/// Pictures of pages for the documentation. They differ a little from machine to machine, so they are
/// written on request only: `-Dpictures=update`.
final class Screenshots {

    private static final Path FOLDER = Path.of("docs", "pictures");

    private Screenshots() {}

    static void keep(Page page, String name) {
        if ("update".equals(System.getProperty("pictures"))) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Repository.root().resolve(FOLDER).resolve(name + ".png")));
        }
    }
}
