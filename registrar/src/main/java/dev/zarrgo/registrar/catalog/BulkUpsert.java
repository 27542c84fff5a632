package dev.zarrgo.registrar.catalog;

import dev.zarrgo.converter.task.Tasks;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Item;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Adds or replaces many items by COPY into pgSTAC's staging table, a batch per transaction, some batches
/// at a time.
///
/// Source: rule L14.
final class BulkUpsert {

    private static final int BATCH = 500;
    private static final int AT_ONCE = 4;
    private static final String COPY = "copy items_staging_upsert (content) from stdin";

    private BulkUpsert() {}

    /// Does something in one transaction, again where that may help.
    @FunctionalInterface
    interface Transactions {
        boolean run(PgStac.Work<Boolean> work);
    }

    static void run(List<Item> items, Transactions transactions) {
        var batches = new ArrayList<List<Item>>();
        for (int from = 0; from < items.size(); from += BATCH) {
            batches.add(items.subList(from, Math.min(items.size(), from + BATCH)));
        }
        Tasks.forEach(batches, AT_ONCE, batch -> transactions.run(connection -> copy(connection, batch)));
    }

    private static boolean copy(Connection connection, List<Item> batch) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
        try {
            for (Item item : batch) {
                byte[] line = line(item);
                copy.writeToCopy(line, 0, line.length);
            }
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
        return true;
    }

    /// JSON holds no control characters, so that only the backslash has to be escaped.
    private static byte[] line(Item item) {
        byte[] json = Json.bytes(item.document());
        var line = new ByteArrayOutputStream(json.length + 64);
        for (byte b : json) {
            if (b == '\\') {
                line.write('\\');
            }
            line.write(b);
        }
        line.write('\n');
        return line.toByteArray();
    }
}
