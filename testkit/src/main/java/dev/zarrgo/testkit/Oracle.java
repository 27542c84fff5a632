package dev.zarrgo.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A Python with numcodecs, zarr-python and pyproj: programs that know nothing of ours and therefore can
/// judge it.
///
/// It is looked for at `ZARRGO_ORACLE_PYTHON`, in `ZARRGO_PEERS_HOME`, and in `~/.cache/zarrgo-peers`.
/// Tests that need it carry [EnabledIfOracle].
public final class Oracle {

    private static final String REQUIRED = "ZARRGO_REQUIRE";
    private static final String PYTHON = "ZARRGO_ORACLE_PYTHON";
    private static final String PEERS = "ZARRGO_PEERS_HOME";
    private static final String IN_PEERS = "oracle/bin/python";
    private static final long TIMEOUT_SECONDS = 120;

    private final Path python;

    private Oracle(Path python) {
        this.python = python;
    }

    /// The installed oracle; empty if there is none.
    public static Optional<Oracle> find() {
        return places().filter(Files::isExecutable).findFirst().map(Oracle::new);
    }

    /// The installed oracle of a test that is [EnabledIfOracle].
    public static Oracle installed() {
        return find().orElseThrow(() -> new AssertionError(absence()));
    }

    private static Stream<Path> places() {
        String python = System.getenv(PYTHON);
        if (python != null) {
            return Stream.of(Path.of(python));
        }
        String peers = System.getenv(PEERS);
        Path home = peers != null ? Path.of(peers) : Path.of(System.getProperty("user.home"), ".cache/zarrgo-peers");
        return Stream.of(home.resolve(IN_PEERS));
    }

    /// Why there is no oracle, and how to get one.
    static String absence() {
        return "no oracle at %s; install the peers, or set %s or %s".formatted(places().toList(), PYTHON, PEERS);
    }

    /// Whether `ZARRGO_REQUIRE` says that tests must not be left out for want of an oracle: `all`, or a
    /// list with `oracle` in it.
    static boolean isRequired() {
        String required = System.getenv(REQUIRED);
        return required != null
                && Arrays.stream(required.split(",", -1))
                        .map(String::strip)
                        .anyMatch(name -> name.equals("all") || name.equals("oracle"));
    }

    /// Runs the script that stands beside `anchor` among the resources.
    ///
    /// @return what it prints
    /// @throws AssertionError with all of its output if it fails
    public String run(Class<?> anchor, String script, Object... arguments) {
        return run(anchor, List.of(script), arguments);
    }

    /// Runs scripts as if they were one text.
    public String run(Class<?> anchor, List<String> scripts, Object... arguments) {
        String script = scripts.getLast();
        var command = new ArrayList<String>(List.of(python.toString(), "-"));
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        try {
            Path output = Files.createTempFile("oracle", ".out");
            Path errors = Files.createTempFile("oracle", ".err");
            try {
                var builder = new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
                builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
                builder.environment().put("PYTHONUTF8", "1");
                Process process = builder.start();
                try (OutputStream in = process.getOutputStream()) {
                    for (String part : scripts) {
                        in.write(read(anchor, part));
                    }
                }
                if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("%s has not ended after %d s".formatted(script, TIMEOUT_SECONDS));
                }
                String text = Files.readString(output);
                if (process.exitValue() != 0) {
                    throw new AssertionError("%s ended with %d%n%s%n%s"
                            .formatted(script, process.exitValue(), text, Files.readString(errors)));
                }
                return text;
            } finally {
                Files.deleteIfExists(output);
                Files.deleteIfExists(errors);
            }
        } catch (IOException broken) {
            throw new AssertionError("running " + script, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("running " + script, interrupted);
        }
    }

    private static byte[] read(Class<?> anchor, String script) throws IOException {
        try (InputStream in = anchor.getResourceAsStream(script)) {
            if (in == null) {
                throw new AssertionError("no resource %s beside %s".formatted(script, anchor.getName()));
            }
            // The program comes from standard input, so that it may lie in a jar.
            return (new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
        }
    }
}
