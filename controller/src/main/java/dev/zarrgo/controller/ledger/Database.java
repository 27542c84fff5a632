package dev.zarrgo.controller.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.ZarrgoException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// A pool of connections to a database that has the tables of the ledger.
final class Database implements AutoCloseable {

    /// A deadlock, a conflict of serialisation, a key that another transaction took: run again.
    private static final Set<String> AGAIN = Set.of("40001", "40P01", "23505", "HYT00");

    private static final int ATTEMPTS = 5;

    private final HikariDataSource pool;
    private final Dialect dialect;
    private final Semaphore writers;

    private Database(HikariDataSource pool, Dialect dialect) {
        this.pool = pool;
        this.dialect = dialect;
        this.writers = new Semaphore(dialect.writers(), true);
    }

    /// Opens the pool and brings the tables up to date.
    static Database open(LedgerSettings settings) {
        Dialect dialect = Dialect.of(settings.url());
        var config = new HikariConfig();
        config.setPoolName("ledger");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(2);
        config.setConnectionTimeout(settings.patience().toMillis());
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException failure) {
            throw unavailable(failure);
        }
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(pool)
                    .locations(dialect.migrations())
                    .placeholders(dialect.placeholders())
                    .table("ledger_history")
                    .load()
                    .migrate();
        } catch (FlywayException failure) {
            pool.close();
            throw new RefusedException(
                    FailureCode.BAD_SETTINGS,
                    "the tables of the ledger cannot be brought up to date: " + failure.getMessage(),
                    "check the user's permissions, and that no newer release has used this database",
                    failure);
        }
        return new Database(pool, dialect);
    }

    /// What to do in a transaction. It may be done more than once, until it is committed.
    @FunctionalInterface
    interface Work<T> {
        T run(Sql sql) throws SQLException;
    }

    /// Runs what only reads in one transaction.
    ///
    /// @throws UnavailableException if the database does not answer
    <T> T query(Work<T> work) {
        return repeatedly(work);
    }

    /// Runs in one transaction and commits it.
    ///
    /// @throws UnavailableException if the database does not answer; whether the work was committed is then
    ///     unknown
    <T> T transaction(Work<T> work) {
        writers.acquireUninterruptibly();
        try {
            return repeatedly(work);
        } finally {
            writers.release();
        }
    }

    private <T> T repeatedly(Work<T> work) {
        return untilDone(connection -> committed(connection, work));
    }

    /// Runs work of one statement, which the server commits with its end: that saves an exchange.
    ///
    /// @throws UnavailableException as [#transaction] does
    <T> T statement(Work<T> work) {
        return untilDone(connection -> {
            connection.setAutoCommit(true); // the pool takes it back
            return work.run(new Sql(connection, dialect));
        });
    }

    @FunctionalInterface
    private interface OnConnection<T> {
        T run(Connection connection) throws SQLException;
    }

    private <T> T untilDone(OnConnection<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = pool.getConnection()) {
                return work.run(connection);
            } catch (SQLException failure) {
                if (attempt >= ATTEMPTS || !AGAIN.contains(String.valueOf(failure.getSQLState()))) {
                    throw translated(failure);
                }
            }
        }
    }

    private <T> T committed(Connection connection, Work<T> work) throws SQLException {
        try {
            T result = work.run(new Sql(connection, dialect));
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException failure) {
            try {
                connection.rollback();
            } catch (SQLException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
    }

    private static RuntimeException translated(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        boolean bug = state.startsWith("42") || state.startsWith("22") || state.startsWith("23");
        return bug
                ? new IllegalStateException("the ledger misunderstands its database", failure)
                : unavailable(failure);
    }

    private static ZarrgoException unavailable(Exception failure) {
        return new UnavailableException(
                FailureCode.SERVICE_UNAVAILABLE,
                "the ledger gives no answer: " + failure.getMessage(),
                "check that its database runs; then the same request can be made again",
                failure);
    }

    Dialect dialect() {
        return dialect;
    }

    /// A connection outside of the pool's turnover, for as long as its user wants; auto-commit is off.
    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /// Ends a connection's session, instead of giving it back.
    void discard(Connection connection) {
        pool.evictConnection(connection);
    }

    @Override
    public void close() {
        pool.close();
    }
}
