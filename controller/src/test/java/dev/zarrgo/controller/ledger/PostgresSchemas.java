package dev.zarrgo.controller.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/// Empty schemas in the database that the environment names.
public final class PostgresSchemas {

    private PostgresSchemas() {}

    /// A ledger of its own.
    public static LedgerSettings fresh() {
        String url = env("ZARRGO_PG_JDBC_URL").replaceAll("\\?.*", "");
        String schema = "ledger_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection =
                        DriverManager.getConnection(url, env("ZARRGO_PG_USER"), env("ZARRGO_PG_PASSWORD"));
                Statement statement = connection.createStatement()) {
            statement.execute("create schema " + schema);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return LedgerSettings.postgresql(
                url + "?currentSchema=" + schema, env("ZARRGO_PG_USER"), env("ZARRGO_PG_PASSWORD"));
    }

    private static String env(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set");
        }
        return value;
    }
}
