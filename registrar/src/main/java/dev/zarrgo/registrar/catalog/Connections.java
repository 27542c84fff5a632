package dev.zarrgo.registrar.catalog;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;

/// The open connections to one database: lent out one at a time, kept while they work.
final class Connections implements AutoCloseable {

    private static final String CONNECT_SECONDS = "10";
    private static final String SOCKET_SECONDS = "300";

    /// Opens a connection.
    @FunctionalInterface
    interface Opener {
        Connection open() throws SQLException;
    }

    private final String name;
    private final Opener opener;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

    Connections(String name, Opener opener) {
        this.name = name;
        this.opener = opener;
    }

    /// @param url `jdbc:postgresql://host/db` or `postgresql://user:password@host/db`
    static Connections to(String url, Map<String, String> environment) {
        var properties = new Properties();
        String address = url.replaceFirst("^(?i:jdbc:)?(?i:postgres(ql)?):", "jdbc:postgresql:");
        int at = address.indexOf('@');
        int host = address.indexOf("//") + 2;
        if (at > host && host > 1) {
            String[] user = address.substring(host, at).split(":", 2);
            properties.setProperty("user", user[0]);
            if (user.length > 1) {
                properties.setProperty("password", user[1]);
            }
            address = address.substring(0, host) + address.substring(at + 1);
        } else {
            set(properties, "user", environment, "PGUSER");
            set(properties, "password", environment, "PGPASSWORD");
        }
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("socketTimeout", SOCKET_SECONDS);
        properties.setProperty("ApplicationName", "zarrgo");
        if (!address.contains("currentSchema=")) {
            properties.setProperty("currentSchema", "pgstac,public");
        }
        String target = address;
        return new Connections(
                target.replaceFirst("\\?.*$", "").replaceFirst("^jdbc:", ""),
                () -> DriverManager.getConnection(target, properties));
    }

    private static void set(Properties properties, String name, Map<String, String> environment, String variable) {
        String value = environment.get(variable);
        if (value != null) {
            properties.setProperty(name, value);
        }
    }

    /// Without credentials.
    String name() {
        return name;
    }

    /// A connection without automatic commits.
    Lease borrow() throws SQLException {
        Connection known = idle.pollFirst();
        if (known != null) {
            return new Lease(known);
        }
        Connection fresh = opener.open();
        fresh.setAutoCommit(false);
        return new Lease(fresh);
    }

    /// A connection that is lent; given back when it is closed, unless its transaction failed.
    final class Lease implements AutoCloseable {

        private final Connection connection;
        private boolean broken;

        private Lease(Connection connection) {
            this.connection = connection;
        }

        Connection connection() {
            return connection;
        }

        /// Gives up what was done, and the connection with it: what state it is in is not worth knowing.
        void rollback() {
            broken = true;
        }

        @Override
        public void close() throws SQLException {
            if (!broken) {
                idle.addFirst(connection);
                return;
            }
            try (connection) {
                if (!connection.isClosed()) {
                    connection.rollback();
                }
            } catch (SQLException _) {
                // It was broken before; the failure that says so is on its way.
            }
        }
    }

    @Override
    public void close() {
        for (Connection connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
            try {
                connection.close();
            } catch (SQLException _) {
                // Nothing is in flight on an idle connection.
            }
        }
    }
}
