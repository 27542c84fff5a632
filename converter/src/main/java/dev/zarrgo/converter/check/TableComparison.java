package dev.zarrgo.converter.check;

import dev.zarrgo.converter.check.ComparisonPlan.Native;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.convert.Progress;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.task.Job;
import dev.zarrgo.converter.zarr.Table;
import java.util.List;

/// Compares what is no raster: coordinates, angles, meteorology, labels.
///
/// Source: rules R4, R23, R44.
final class TableComparison implements Job<CheckContext> {

    private static final long MAX_BYTES = 64 << 20;

    private final List<Native> tables;
    private final Store source;
    private final Store store;
    private final Verdicts verdicts;
    private final Progress progress;
    private int next;

    TableComparison(List<Native> tables, Store source, Store store, Verdicts verdicts, Progress progress) {
        this.tables = tables;
        this.source = source;
        this.store = store;
        this.verdicts = verdicts;
        this.progress = progress;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public boolean isFinished() {
        return next == tables.size();
    }

    @Override
    public List<Task<CheckContext>> step(CheckContext context) {
        Native table = tables.get(next++);
        if (table.bytes() > MAX_BYTES) {
            verdicts.warning(
                    "R44", table.path(), "not compared: %,d bytes are too many for a table".formatted(table.bytes()));
        } else {
            compare(table, context.scratch());
        }
        progress.pixelsDone(table.bytes());
        progress.arrayDone();
        return List.of();
    }

    private void compare(Native table, DecodeScratch scratch) {
        Table expected = Table.read(source, table.path(), table.source(), scratch);
        Table actual;
        try {
            actual = Table.read(store, table.path(), table.target(), scratch);
        } catch (UnusableSourceException broken) {
            verdicts.error("V10", table.path(), LevelComparison.reason(broken));
            return;
        }
        if (expected.type().isText() != actual.type().isText()) {
            verdicts.error(
                    "R44",
                    table.path(),
                    "is %s, in the source %s"
                            .formatted(actual.type().zarrName(), expected.type().zarrName()));
            return;
        }
        int wrong = 0;
        int first = -1;
        for (int i = 0; i < expected.elements(); i++) {
            if (!isEqual(expected, actual, i)) {
                first = wrong++ == 0 ? i : first;
            }
        }
        if (wrong == 0) {
            verdicts.exact(table.path());
        } else {
            verdicts.error(
                    "R44",
                    table.path(),
                    "%,d of %,d values differ; value %d is %s instead of %s"
                            .formatted(wrong, expected.elements(), first, text(actual, first), text(expected, first)));
        }
    }

    private static boolean isEqual(Table expected, Table actual, int i) {
        if (expected.type().isText()) {
            return expected.textAt(i).equals(actual.textAt(i));
        }
        if (expected.type().kind() == DataType.Kind.COMPLEX) {
            return true; // not compared: there are none in these products
        }
        if (expected.type().isInteger() && actual.type().isInteger()) {
            return expected.longAt(i) == actual.longAt(i);
        }
        double value = actual.doubleAt(i);
        boolean widened = expected.type().equals(DataType.FLOAT32);
        return Mismatch.isEqual(widened ? (float) value : value, expected.doubleAt(i));
    }

    private static String text(Table table, int i) {
        if (table.type().isText()) {
            return "'" + table.textAt(i) + "'";
        }
        return table.type().isInteger() ? Long.toString(table.longAt(i)) : Double.toString(table.doubleAt(i));
    }

    @Override
    public void close() {
        // Nothing stays open.
    }
}
