package dev.zarrgo.converter.check;

import dev.zarrgo.converter.check.ComparisonPlan.Native;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.PixelRows;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.convert.Progress;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.task.Job;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.RowStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares a raster with that of the source, strip by strip, and everything that is made from it with what
/// it should be. Every stored byte is read once.
///
/// Source: rules R29, R44, R49 to R53.
final class RasterComparison implements Job<CheckContext> {

    private static final int STRIP_PIXELS = 1 << 20;

    private final Native plan;
    private final Store source;
    private final Store store;
    private final Verdicts verdicts;
    private final Progress progress;
    private final Mismatch mismatch;
    private final List<LevelComparison> coarser = new ArrayList<>();
    private @Nullable Strips strips;
    private boolean finished;

    RasterComparison(Native plan, Store source, Store store, Verdicts verdicts, Progress progress) {
        this.plan = plan;
        this.source = source;
        this.store = store;
        this.verdicts = verdicts;
        this.progress = progress;
        this.mismatch = new Mismatch(plan.target().storedType().kind() == DataType.Kind.FLOAT);
    }

    /// What is open while the comparison runs.
    private static final class Strips implements AutoCloseable {
        final RowStream expected;
        final RowStream actual;
        final Planes expectedPlanes;
        final Planes actualPlanes;
        final double[] expectedRow;
        final double[] actualRow;
        final int rows;

        Strips(Native plan, Store source, Store store) {
            this.expected = new RowStream(source, plan.path(), plan.source());
            this.actual = new RowStream(store, plan.path(), plan.target());
            int width = actual.width();
            this.rows = Math.clamp(STRIP_PIXELS / Math.max(1, width), 1, Math.max(1, actual.height()));
            this.expectedPlanes = planes(plan.source(), width);
            this.actualPlanes = planes(plan.target(), width);
            this.expectedRow = new double[width];
            this.actualRow = new double[width];
        }

        private Planes planes(ArrayMetadata array, int width) {
            return new Planes(array.storedType().bytes(), rows * width);
        }

        @Override
        public void close() {
            try (expected) {
                actual.close();
            }
        }
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public List<Task<CheckContext>> step(CheckContext context) {
        Strips open = strips;
        if (open == null) {
            open = new Strips(plan, source, store);
            strips = open;
            int width = open.actual.width();
            plan.coarser().forEach(child -> coarser.add(new LevelComparison(child, store, width)));
        }
        int first = open.actual.row();
        int count = Math.min(open.rows, open.actual.height() - first);
        if (readStrip(open, count, context)) {
            compareStrip(open, first, count, context);
            progress.pixelsDone(plan.bytes() * count / Math.max(1, open.actual.height()));
        }
        if (finished || open.actual.row() == open.actual.height()) {
            finish();
        }
        return List.of();
    }

    /// @return false if the store cannot be read, which ends the comparison; a source that cannot be read
    ///     ends the run
    private boolean readStrip(Strips open, int count, CheckContext context) {
        int width = open.actual.width();
        open.expectedPlanes.reshape(count, width);
        open.actualPlanes.reshape(count, width);
        open.expected.read(count, open.expectedPlanes, 0, context.scratch());
        try {
            open.actual.read(count, open.actualPlanes, 0, context.scratch());
            return true;
        } catch (UnusableSourceException broken) {
            verdicts.error(
                    "V10", plan.path(), "row %d: %s".formatted(open.actual.row(), LevelComparison.reason(broken)));
            finished = true;
            return false;
        }
    }

    private void compareStrip(Strips open, int first, int count, CheckContext context) {
        boolean equal = plan.source().storedType().equals(plan.target().storedType())
                && isSame(open.expectedPlanes, open.actualPlanes);
        if (equal && coarser.isEmpty()) {
            return;
        }
        Decoding decoding = Decoding.of(plan.source(), plan.target());
        for (int row = 0; row < count; row++) {
            PixelRows.read(open.actualPlanes, row, plan.target().storedType(), open.actualRow);
            if (!equal) {
                PixelRows.read(open.expectedPlanes, row, plan.source().storedType(), open.expectedRow);
                decoding.decode(open.expectedRow);
                mismatch.compare(open.actualRow, open.expectedRow, first + row);
            }
            for (LevelComparison child : coarser) {
                child.accept(open.actualRow, context.scratch());
            }
        }
    }

    private static boolean isSame(Planes expected, Planes actual) {
        int pixels = expected.rows() * expected.width();
        for (int b = 0; b < expected.typeBytes(); b++) {
            if (!Arrays.equals(expected.plane(b), 0, pixels, actual.plane(b), 0, pixels)) {
                return false;
            }
        }
        return true;
    }

    private void finish() {
        boolean readable = !finished;
        finished = true;
        if (readable && mismatch.isEmpty()) {
            verdicts.exact(plan.path());
        } else if (readable) {
            verdicts.error(
                    Decoding.of(plan.source(), plan.target()).rule(),
                    plan.path(),
                    mismatch.message(plan.target().elements()));
        }
        if (readable) {
            coarser.forEach(child -> child.report(verdicts));
        }
        progress.arrayDone();
        close();
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public void close() {
        Strips open = strips;
        strips = null;
        coarser.forEach(LevelComparison::close);
        coarser.clear();
        if (open != null) {
            open.close();
        }
    }
}
