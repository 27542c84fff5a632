package dev.zarrgo.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A Python with numcodecs, zarr-python and pyproj: programs that know nothing of ours and therefore can
/// judge it.
///
/// It is looked for at `ZARRGO_ORACLE_PYTHON`, in `ZARRGO_PEERS_HOME`, and in `~/.cache/zarrgo-peers`.
/// Tests that need it carry [EnabledIfOracle].
public final class Oracle {

    private static final String PYTHON = "ZARRGO_ORACLE_PYTHON";
    private static final String PEERS = "ZARRGO_PEERS_HOME";
    private static final String IN_PEERS = "oracle/bin/python";

    private static final Map<String, String> ENVIRONMENT = Map.of("PYTHONDONTWRITEBYTECODE", "1", "PYTHONUTF8", "1");

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

    static Requirement requirement() {
        return new Requirement("oracle", find().isPresent(), absence());
    }

    /// Why there is no oracle, and how to get one.
    private static String absence() {
        return "no oracle at %s; install the peers, or set %s or %s".formatted(places().toList(), PYTHON, PEERS);
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
        var program = new ByteArrayOutputStream();
        for (String part : scripts) {
            program.writeBytes(read(anchor, part));
        }
        return run(scripts.getLast(), "-", program.toByteArray(), arguments);
    }

    /// Runs a script that is a file of its own.
    public String run(Path script, Object... arguments) {
        return run(script.toString(), script.toString(), new byte[0], arguments);
    }

    private String run(String name, String program, byte[] input, Object... arguments) {
        var command = new ArrayList<String>(List.of(python.toString(), program));
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        try (ChildProcess child = ChildProcess.start(command, ENVIRONMENT, input)) {
            ChildProcess.Ended ended = child.ended();
            if (ended.exitCode() != 0) {
                throw new AssertionError(
                        "%s ended with %d%n%s%n%s".formatted(name, ended.exitCode(), ended.out(), ended.err()));
            }
            return ended.out();
        }
    }

    private static byte[] read(Class<?> anchor, String script) {
        try (InputStream in = anchor.getResourceAsStream(script)) {
            if (in == null) {
                throw new AssertionError("no resource %s beside %s".formatted(script, anchor.getName()));
            }
            // The program comes from standard input, so that it may lie in a jar.
            return (new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
