package dev.zarrgo.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// A PostgreSQL server of a test's own, with the durability of a real one: it can be stopped and started.
///
/// Its programs are in the folder that `ZARRGO_PG_BIN` names. Where the test runs as root, the server runs
/// as the user `postgres`, since it refuses root.
public final class PostgresServer implements AutoCloseable {

    /// What has to be set: tests carry `@EnabledIfSet(PostgresServer.PROGRAMS)`.
    public static final String PROGRAMS = "ZARRGO_PG_BIN";

    private static final String USER = "zarrgo";
    private static final String SETTINGS = """
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            max_connections = 60
            port = %d
            """;

    private final Path folder;
    private final int port;

    private PostgresServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /// Makes an empty server and starts it.
    public static PostgresServer start() {
        try {
            var server = new PostgresServer(Files.createTempDirectory("zarrgo-pg"), freePort());
            if (isRoot()) {
                UserPrincipal postgres = server.folder
                        .getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName("postgres");
                Files.setOwner(server.folder, postgres);
            }
            server.run("initdb", "-D", server.data(), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C");
            Files.writeString(server.folder.resolve("data/postgresql.conf"), SETTINGS.formatted(server.port));
            server.resume();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    public String user() {
        return USER;
    }

    public int port() {
        return port;
    }

    /// Starts it again, and returns when it answers.
    public void resume() {
        run("pg_ctl", "-D", data(), "-l", folder.resolve("log").toString(), "-w", "start");
    }

    /// Cuts all connections, as in a crash: nothing is written that was not written before.
    public void crash() {
        run("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
    }

    /// Runs one of its programs.
    ///
    /// @return what it printed
    public String run(String program, String... arguments) {
        var command = new ArrayList<String>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(Path.of(System.getenv(PROGRAMS), program).toString());
        command.addAll(List.of(arguments));
        Program.Outcome outcome = Program.run(Map.of("HOME", folder.toString()), command.toArray());
        if (outcome.exitCode() != 0) {
            throw new AssertionError("%s: %s".formatted(command, outcome.output()));
        }
        return outcome.output();
    }

    @Override
    public void close() {
        try {
            crash();
        } catch (AssertionError _) {
            // It is down already.
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
