package dev.zarrgo.controller.ledger;

import dev.zarrgo.controller.job.BackOff;
import java.nio.file.Path;
import java.time.Duration;

/// Where the ledger is, and how it is used.
///
/// @param url `jdbc:postgresql:…` or `jdbc:h2:…`
/// @param connections at most so many at a time
/// @param patience how long a call waits for a connection
public record LedgerSettings(
        String url, String user, String password, int connections, Duration patience, BackOff backOff) {

    /// Without these, H2 confirms a commit before it has written it.
    private static final String EMBEDDED_OPTIONS =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
                    + ";LOCK_TIMEOUT=10000";

    public LedgerSettings {
        if (connections < 2) {
            throw new IllegalArgumentException("a ledger needs two connections: " + connections);
        }
    }

    /// A database in a file of its own; one process at a time. Of H2's ways to a file this is one that an
    /// interrupted thread does not close for all others.
    public static LedgerSettings embedded(Path folder) {
        return h2("async:" + folder.toAbsolutePath().resolve("ledger"));
    }

    /// A database that ends with the process.
    public static LedgerSettings inMemory(String name) {
        return h2("mem:%s;DB_CLOSE_DELAY=-1".formatted(name));
    }

    private static LedgerSettings h2(String place) {
        return new LedgerSettings(
                "jdbc:h2:" + place + EMBEDDED_OPTIONS, "zarrgo", "", 8, Duration.ofSeconds(10), BackOff.DEFAULT);
    }

    public static LedgerSettings postgresql(String url, String user, String password) {
        return new LedgerSettings(url, user, password, 16, Duration.ofSeconds(10), BackOff.DEFAULT);
    }

    public LedgerSettings with(BackOff other) {
        return new LedgerSettings(url, user, password, connections, patience, other);
    }

    /// Without the password.
    @Override
    public String toString() {
        return "LedgerSettings[%s as %s]".formatted(url, user);
    }
}
