package dev.zarrgo.controller.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.zarr.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Statements with their parameters, inside a transaction.
final class Sql {

    private static final int MAX_ROWS = 64;

    private final Connection connection;
    private final Dialect dialect;

    Sql(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    /// Reads a row.
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    <T> List<T> list(RowReader<T> reader, String text, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                var list = new ArrayList<T>();
                while (rows.next()) {
                    list.add(reader.read(rows));
                }
                return list;
            }
        }
    }

    <T> Optional<T> first(RowReader<T> reader, String text, @Nullable Object... parameters) throws SQLException {
        List<T> rows = list(reader, text, parameters);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    long number(String text, @Nullable Object... parameters) throws SQLException {
        return first(row -> row.getLong(1), text, parameters).orElse(0L);
    }

    /// Runs a statement that has no parameters and no answer.
    void execute(String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    /// @return how many rows changed
    int update(String text, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /// Runs one statement for each set of parameters, in one exchange with the server.
    ///
    /// @return how many rows each changed
    int[] batch(String text, List<@Nullable Object[]> sets) throws SQLException {
        if (sets.isEmpty()) {
            return new int[0];
        }
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (@Nullable Object[] parameters : sets) {
                bind(statement, parameters);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    /// Inserts rows, many with one statement: that costs a database a fraction of one statement each.
    ///
    /// @param into up to the word `values`
    /// @param row the parameters of one row in parentheses
    /// @param suffix what follows the rows
    /// @return how many were inserted
    int insert(String into, String row, String suffix, List<@Nullable Object[]> rows) throws SQLException {
        int inserted = 0;
        int next = 0;
        while (next < rows.size()) {
            // Few different statements, so that the database need not read them anew each time.
            int count = Math.min(Integer.highestOneBit(rows.size() - next), MAX_ROWS);
            var parameters = new ArrayList<@Nullable Object>();
            for (@Nullable Object[] values : rows.subList(next, next + count)) {
                parameters.addAll(Arrays.asList(values));
            }
            inserted += update(
                    into + " " + String.join(", ", Collections.nCopies(count, row)) + suffix, parameters.toArray());
            next += count;
        }
        return inserted;
    }

    private static void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, value(parameters[i]));
        }
    }

    private static @Nullable Object value(@Nullable Object parameter) {
        return switch (parameter) {
            case null -> null;
            case Optional<?> optional -> value(optional.orElse(null));
            case Instant time -> OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
            case JsonNode document -> Json.text(document);
            default -> parameter;
        };
    }

    /// `?, ?, ?` for a list of parameters.
    static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? Optional.empty() : Optional.of(time.toInstant());
    }

    static Instant timeOf(ResultSet row, String column) throws SQLException {
        return time(row, column).orElseThrow(() -> new SQLException("no " + column));
    }
}
