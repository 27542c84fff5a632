package dev.zarrgo.controller.ledger;

import dev.zarrgo.testkit.EnabledIfSet;

/// The ledger in PostgreSQL, in a schema of its own.
@EnabledIfSet({"ZARRGO_PG_JDBC_URL", "ZARRGO_PG_USER", "ZARRGO_PG_PASSWORD"})
class PostgresLedgerIT extends LedgerContract {

    private final LedgerSettings settings = PostgresSchemas.fresh();

    @Override
    LedgerSettings settings() {
        return settings;
    }
}
