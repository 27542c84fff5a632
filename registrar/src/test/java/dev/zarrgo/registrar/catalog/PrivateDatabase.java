package dev.zarrgo.registrar.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.testkit.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;

/// A PostgreSQL server with pgSTAC of a test's own, to stop and start: made by the script that
/// `ZARRGO_SERVICES` names, with the programs that it has installed already.
final class PrivateDatabase implements AutoCloseable {

    private final Path home;
    private final Map<String, String> environment;
    private final int port;

    PrivateDatabase() {
        try {
            home = Files.createTempDirectory(
                    "private-pg", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            Path python = Path.of(variable("ZARRGO_SERVICES_PYTHON")); // …/venv/bin/python
            for (String name : new String[] {"venv", "bin"}) {
                Files.createSymbolicLink(
                        home.resolve(name),
                        python.resolve("../../..").resolve(name).normalize());
            }
            port = freePort();
            environment = Map.of(
                    "ZARRGO_SERVICES_HOME",
                    home.toString(),
                    "ZARRGO_SERVICES_PORT_BASE",
                    String.valueOf(port - 1),
                    "ZARRGO_PG_DATA",
                    home.resolve("pg").toString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        services("up");
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new AssertionError(name + " is not set");
        }
        return value;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void services(String action) {
        Program.Outcome outcome = Program.run(environment, variable("ZARRGO_SERVICES"), action, "pg");
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }

    Catalog connect() {
        return PgStacIT.connect("jdbc:postgresql://127.0.0.1:%d/pgstac".formatted(port));
    }

    /// Stops the server, which breaks off what it is doing, and starts it again.
    void restart() {
        services("restart");
    }

    @Override
    public void close() {
        services("down");
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
