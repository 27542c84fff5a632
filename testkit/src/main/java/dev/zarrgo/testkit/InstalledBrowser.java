package dev.zarrgo.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Chromium, or a browser of its kind: at `ZARRGO_BROWSER`, else on the `PATH`. Tests never fetch one.
public final class InstalledBrowser {

    private static final String BROWSER = "ZARRGO_BROWSER";
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private InstalledBrowser() {}

    /// The program; empty if there is none.
    public static Optional<Path> find() {
        String stated = System.getenv(BROWSER);
        Stream<Path> places = stated != null
                ? Stream.of(Path.of(stated))
                : Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return places.filter(Files::isExecutable).findFirst();
    }

    /// The browser of a test that is [EnabledIfBrowser].
    public static Path installed() {
        return find().orElseThrow(() -> new AssertionError(absence()));
    }

    static Requirement requirement() {
        return new Requirement("browser", find().isPresent(), absence());
    }

    private static String absence() {
        return "no browser among %s on the PATH; install Chromium, or set %s".formatted(NAMES, BROWSER);
    }
}
