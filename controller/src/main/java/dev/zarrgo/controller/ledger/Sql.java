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

    static final int MAX_ROWS = 64;

    /// So few clients at a time are common; a statement for each number of rows up to here is worth being
    /// known.
    private static final int FEW_ROWS = 16;

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
        for (List<@Nullable Object[]> some : portions(rows)) {
            inserted += update(into + " " + rows(row, some.size()) + suffix, flat(some));
        }
        return inserted;
    }

    /// As [#insert], for a statement that returns something of each row.
    <T> List<T> insert(RowReader<T> reader, String into, String row, String suffix, List<@Nullable Object[]> rows)
            throws SQLException {
        var returned = new ArrayList<T>();
        for (List<@Nullable Object[]> some : portions(rows)) {
            returned.addAll(list(reader, into + " " + rows(row, some.size()) + suffix, flat(some)));
        }
        return returned;
    }

    /// What goes into one statement: few different ones, so that the database need not read them anew each
    /// time.
    private static List<List<@Nullable Object[]>> portions(List<@Nullable Object[]> rows) {
        var portions = new ArrayList<List<@Nullable Object[]>>();
        for (int next = 0; next < rows.size(); ) {
            int left = rows.size() - next;
            int count = left <= FEW_ROWS ? left : Math.min(Integer.highestOneBit(left), MAX_ROWS);
            portions.add(rows.subList(next, next + count));
            next += count;
        }
        return portions;
    }

    private static String rows(String row, int count) {
        return String.join(", ", Collections.nCopies(count, row));
    }

    private static @Nullable Object[] flat(List<@Nullable Object[]> rows) {
        var parameters = new ArrayList<@Nullable Object>();
        rows.forEach(values -> parameters.addAll(Arrays.asList(values)));
        return parameters.toArray();
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
