package dev.zarrgo.controller.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which of several processes on one database leads: the one whose session holds an advisory lock. The
/// database gives it up with the session, so a killed leader has a successor as soon as that asks.
final class Lead implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lead.class);
    private static final int PATIENCE_SECONDS = 5;

    /// Two numbers: what the lock is for, and the schema of the tables.
    private static final String LOCK = "select pg_try_advisory_lock(1516334695, hashtext(current_schema()))";

    private final Database database;
    private Optional<Connection> session = Optional.empty();

    Lead(Database database) {
        this.database = database;
    }

    synchronized boolean isHeld() {
        if (database.dialect() == Dialect.H2) {
            return true;
        }
        try {
            if (session.isPresent()) {
                if (session.get().isValid(PATIENCE_SECONDS)) {
                    return true;
                }
                LOG.warn("the session that leads is lost");
                close();
            }
            return take();
        } catch (SQLException failure) {
            LOG.warn("nobody can say who leads: {}", failure.getMessage());
            close();
            return false;
        }
    }

    private boolean take() throws SQLException {
        Connection connection = database.connection();
        try {
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(LOCK)) {
                if (row.next() && row.getBoolean(1)) {
                    session = Optional.of(connection);
                    return true;
                }
            }
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
        connection.close();
        return false;
    }

    /// Gives the lead up. The session goes with it: back in the pool it would keep the lock.
    @Override
    public synchronized void close() {
        session.ifPresent(database::discard);
        session = Optional.empty();
    }
}
