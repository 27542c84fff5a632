package dev.zarrgo.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where the peer's scripts and its Python are, as the environment says.
///
/// `ZARRGO_PEERS` is the folder of the scripts, `ZARRGO_PEERS_HOME` the one of the installed environments.
final class Peers {

    private final Optional<Path> scripts;
    private final Path python;

    private Peers(Optional<Path> scripts, Path python) {
        this.scripts = scripts;
        this.python = python;
    }

    static Peers find() {
        String home = System.getenv("ZARRGO_PEERS_HOME");
        Path installed =
                home == null ? Path.of(System.getProperty("user.home"), ".cache", "zarrgo-peers") : Path.of(home);
        Optional<Path> scripts =
                Optional.ofNullable(System.getenv("ZARRGO_PEERS")).map(Path::of);
        return new Peers(scripts, installed.resolve("oracle").resolve("bin").resolve("python"));
    }

    boolean isPresent() {
        return scripts.isPresent() && Files.isExecutable(python);
    }

    Path script(String name) {
        return scripts.orElseThrow().resolve(name);
    }

    Path python() {
        return python;
    }
}
