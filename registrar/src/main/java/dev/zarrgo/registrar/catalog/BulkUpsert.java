package dev.zarrgo.registrar.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.task.Tasks;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Interval;
import dev.zarrgo.registrar.stac.Item;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Adds or replaces many items by COPY, a batch per transaction, some batches at a time.
///
/// Batches go into a table of their own and from there into pgSTAC's, in the words of its trigger. The
/// trigger itself, behind the table `items_staging_upsert`, locks the partition and takes a millisecond per
/// item on the server; it is the way for collections in partitions of months or years, whose ranges it
/// keeps.
///
/// Source: rule L14; `docs/adr/0011-bulk-load.md`.
final class BulkUpsert {

    private static final int BATCH = 500;
    private static final int AT_ONCE = 4;

    private static final String STAGING = "copy items_staging_upsert (content) from stdin";

    private static final String TABLE = "create temp table zarrgo_items (like items) on commit drop";
    private static final String COPY =
            "copy zarrgo_items (id, collection, datetime, end_datetime, geometry, content) from stdin";

    /// Changed items make way in a fixed order, so that two writers of the same ones cannot deadlock. The
    /// collection is said three times, so that the planner looks at its partition only.
    private static final String CLEAR = """
            with locked as (
              select o.collection, o.id from zarrgo_items s join items o on o.id = s.id and o.collection = s.collection
              where o.collection = ? and o is distinct from s order by o.collection, o.id for update of o)
            delete from items i using locked l where i.collection = ? and l.collection = ? and i.id = l.id""";

    private static final String INSERT = "insert into items select * from zarrgo_items on conflict do nothing";

    /// Does something in one transaction, again where that may help.
    @FunctionalInterface
    interface Transactions {
        boolean run(PgStac.Work<Boolean> work);
    }

    private BulkUpsert() {}

    /// Through the trigger.
    static void throughStaging(List<Item> items, Transactions transactions) {
        inBatches(
                items,
                batch -> transactions.run(connection -> {
                    copy(connection, STAGING, batch, item -> escaped(Json.bytes(item.document())));
                    return true;
                }));
    }

    /// Directly; the partition of the collection has to hold the times of all items.
    static void direct(List<Item> items, Dehydration dehydration, Transactions transactions) {
        inBatches(
                items,
                batch -> transactions.run(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(TABLE);
                        copy(connection, COPY, batch, item -> row(item, dehydration));
                        clear(connection, batch.getFirst().collection().orElseThrow());
                        statement.execute(INSERT);
                    }
                    return true;
                }));
    }

    private static void clear(Connection connection, String collection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CLEAR)) {
            for (int i = 1; i <= 3; i++) {
                statement.setString(i, collection);
            }
            statement.executeUpdate();
        }
    }

    private static void inBatches(List<Item> items, Consumer<List<Item>> load) {
        var batches = new ArrayList<List<Item>>();
        for (int from = 0; from < items.size(); from += BATCH) {
            batches.add(items.subList(from, Math.min(items.size(), from + BATCH)));
        }
        Tasks.forEach(batches, AT_ONCE, load);
    }

    private static void copy(Connection connection, String sql, List<Item> batch, Function<Item, byte[]> line)
            throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            for (Item item : batch) {
                byte[] bytes = line.apply(item);
                copy.writeToCopy(bytes, 0, bytes.length);
            }
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static byte[] row(Item item, Dehydration dehydration) {
        Interval times = item.interval().orElseThrow();
        JsonNode geometry = item.document().path("geometry");
        String columns = String.join(
                "\t",
                item.id(),
                item.collection().orElseThrow(),
                times.start().toString(),
                times.end().toString(),
                Json.text(geometry),
                Json.text(dehydration.content(item)));
        return escaped(columns.getBytes(StandardCharsets.UTF_8));
    }

    /// A line of COPY's text format: JSON and ids hold no control characters, so that only the backslash
    /// has to be escaped.
    private static byte[] escaped(byte[] text) {
        int backslashes = 0;
        for (byte b : text) {
            backslashes += b == '\\' ? 1 : 0;
        }
        byte[] line = new byte[text.length + backslashes + 1];
        int at = 0;
        for (byte b : text) {
            if (b == '\\') {
                line[at++] = '\\';
            }
            line[at++] = b;
        }
        line[at] = '\n';
        return line;
    }
}
