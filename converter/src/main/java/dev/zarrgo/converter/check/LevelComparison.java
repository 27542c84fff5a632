package dev.zarrgo.converter.check;

import dev.zarrgo.converter.check.ComparisonPlan.Derived;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.codec.PixelRows;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.zarr.RowStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares an array with what the rows of its parent make, and hands its own rows on to the arrays that
/// are made from it.
final class LevelComparison implements AutoCloseable {

    private final Derived plan;
    private final RowStream stream;
    private final Planes planes;
    private final double[] actual;
    private final double[] expected;
    private final double[][] block;
    private final List<LevelComparison> coarser = new ArrayList<>();
    private final Mismatch mismatch;
    private int filled;
    private int row;
    private @Nullable String unreadable;

    LevelComparison(Derived plan, Store store, int parentWidth) {
        DataType type = plan.target().storedType();
        int width = plan.target().shape().get(1);
        this.plan = plan;
        this.stream = new RowStream(store, plan.path(), plan.target());
        this.planes = new Planes(type.bytes(), Math.max(1, width)).reshape(1, Math.max(1, width));
        this.actual = new double[width];
        this.expected = new double[width];
        this.block = new double[plan.factor()][parentWidth];
        this.mismatch = new Mismatch(type.kind() == DataType.Kind.FLOAT);
        plan.coarser().forEach(child -> coarser.add(new LevelComparison(child, store, width)));
    }

    /// Takes the next row of the parent; it may change afterwards.
    void accept(double[] parentRow, DecodeScratch scratch) {
        if (row == stream.height() || unreadable != null) {
            return; // a trimmed remainder (rule R49), or nothing to compare with
        }
        System.arraycopy(parentRow, 0, block[filled], 0, parentRow.length);
        filled++;
        if (filled < block.length) {
            return;
        }
        filled = 0;
        try {
            stream.read(1, planes, 0, scratch);
        } catch (UnusableSourceException broken) {
            unreadable = reason(broken);
            return;
        }
        compareRow();
        coarser.forEach(child -> child.accept(actual, scratch));
        row++;
    }

    static String reason(UnusableSourceException broken) {
        return String.valueOf((broken.getCause() == null ? broken : broken.getCause()).getMessage());
    }

    private void compareRow() {
        PixelRows.read(planes, 0, plan.target().storedType(), actual);
        for (int column = 0; column < expected.length; column++) {
            expected[column] = plan.rule().pixel(block, column);
        }
        mismatch.compare(actual, expected, row);
    }

    /// Tells what came out, for this array and those made from it.
    void report(Verdicts verdicts) {
        if (unreadable != null) {
            verdicts.error("V10", plan.path(), "row %d: %s".formatted(row, unreadable));
        } else if (mismatch.isEmpty()) {
            verdicts.derived(plan.path());
        } else {
            verdicts.error(
                    plan.rule().id(),
                    plan.path(),
                    mismatch.message(plan.target().elements()));
        }
        coarser.forEach(child -> child.report(verdicts));
    }

    @Override
    public void close() {
        try (stream) {
            coarser.forEach(LevelComparison::close);
        }
    }
}
