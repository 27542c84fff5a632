package dev.zarrgo.controller.ledger;

import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import java.security.SecureRandom;
import java.time.InstantSource;

/// Opens ledgers.
public final class Ledgers {

    private Ledgers() {}

    /// Opens a ledger and brings its tables up to date.
    ///
    /// @throws UnavailableException if its database does not answer
    /// @throws RefusedException if the tables are not what this release can use
    public static Ledger open(LedgerSettings settings) {
        return open(settings, InstantSource.system());
    }

    static Ledger open(LedgerSettings settings, InstantSource clock) {
        return new JdbcLedger(Database.open(settings), settings.backOff(), clock, new SecureRandom());
    }
}
