package dev.zarrgo.controller.reconcile;

import dev.zarrgo.testkit.EnabledIfSet;
import dev.zarrgo.testkit.PostgresServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// With a PostgreSQL of its own, which crashes once.
@EnabledIfSet(PostgresServer.PROGRAMS)
class KilledPostgresServiceIT extends KilledServiceContract {

    @SuppressWarnings("NullAway.Init") // started before each test
    private PostgresServer server;

    @BeforeEach
    void startServer() {
        server = PostgresServer.start();
    }

    @AfterEach
    void endServer() {
        server.close();
    }

    @Override
    List<String> arguments() {
        return List.of(server.jdbcUrl(), server.user());
    }

    @Override
    int jobs() {
        return 10_000;
    }

    @Override
    void shakeTheDatabase() {
        server.crash();
        server.resume();
    }
}
