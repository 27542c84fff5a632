package dev.zarrgo.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.testkit.EnabledIfSet;
import dev.zarrgo.testkit.PostgresServer;
import dev.zarrgo.webhook.RunningService.Answer;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service whose ledger is not there: it says so, takes nothing in, and goes on when the ledger is back.
@EnabledIfSet(PostgresServer.PROGRAMS)
class LedgerOutageIT {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private static String ledgerStatus(Answer health) {
        return health.json().path("details").path("ledger").path("status").asText();
    }

    private static void awaitReady(RunningService service) throws InterruptedException {
        Instant give = Instant.now().plusSeconds(60);
        while (service.get("/health/readiness").status() != 200 && Instant.now().isBefore(give)) {
            Thread.sleep(200);
        }
        assertThat(service.get("/health/readiness").status()).isEqualTo(200);
    }

    private static void assertRefuses(RunningService service) {
        Answer refused = service.post("/samples", RunningService.sample("OUTAGE"));
        assertThat(refused.status()).as(refused.body()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    @DisplayName("X1: without its ledger a service starts, names it, and acknowledges nothing")
    void serviceWaitsForItsLedger() throws InterruptedException {
        try (PostgresServer server = PostgresServer.start()) {
            server.crash();
            try (RunningService service =
                    RunningService.start(folder, "ledger.url", server.jdbcUrl(), "ledger.user", server.user())) {
                assertThat(service.get("/health/liveness").status()).isEqualTo(200);
                Answer notReady = service.get("/health/readiness");
                assertThat(notReady.status()).isEqualTo(503);
                assertThat(ledgerStatus(notReady)).isEqualTo("DOWN");
                assertRefuses(service);
                server.resume();
                awaitReady(service);
                assertThat(ledgerStatus(service.get("/health/readiness"))).isEqualTo("UP");
                assertThat(service.jobs()).isZero();
                assertThat(service.post("/samples", RunningService.sample("OUTAGE"))
                                .status())
                        .isEqualTo(200);
                assertThat(service.jobs()).isOne();
            }
        }
    }

    @Test
    @DisplayName("X1: a ledger that goes away is named, and what was acknowledged is there when it is back")
    void serviceOutlivesAnOutage() throws InterruptedException {
        try (PostgresServer server = PostgresServer.start();
                RunningService service =
                        RunningService.start(folder, "ledger.url", server.jdbcUrl(), "ledger.user", server.user())) {
            awaitReady(service);
            String job =
                    service.post("/samples", RunningService.sample("BEFORE")).text("job");
            server.crash();
            assertThat(ledgerStatus(service.get("/health/readiness"))).isEqualTo("DOWN");
            assertRefuses(service);
            server.resume();
            awaitReady(service);
            assertThat(service.get("/jobs/" + job).text("item")).isEqualTo("S2A_BEFORE");
            assertThat(service.jobs()).isOne();
            assertThat(service.post("/samples", RunningService.sample("AFTER")).status())
                    .isEqualTo(200);
        }
    }
}
