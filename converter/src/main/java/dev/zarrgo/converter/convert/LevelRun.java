package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.raster.Reducer;
import dev.zarrgo.converter.store.MeteredStore;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.task.Background;
import dev.zarrgo.converter.task.Job;
import dev.zarrgo.converter.zarr.ArrayWriter;
import dev.zarrgo.converter.zarr.EncodedChunks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One level being written: takes rows in order, hands full strips to the encoders and reduced rows to
/// coarser levels.
final class LevelRun implements AutoCloseable {

    private final LevelPlan plan;
    private final Reducer reducer;
    private final StripPool pool;
    private final Progress progress;
    private final Timeline.Account account;
    private final Journal journal;
    private final Background commits;
    private final ArrayWriter writer;
    private final List<Coarser> coarser = new ArrayList<>();
    private final AtomicBoolean complete = new AtomicBoolean();
    private int nextStrip;

    /// @param commits where objects are made visible
    LevelRun(
            LevelPlan plan,
            Reducer reducer,
            WritableStore store,
            StripPool pool,
            Progress progress,
            Journal journal,
            Background commits) {
        this.plan = plan;
        this.reducer = reducer;
        this.pool = pool;
        this.progress = progress;
        this.journal = journal;
        this.commits = commits;
        this.account = progress.timeline().account(plan.path());
        this.writer = new ArrayWriter(new MeteredStore(store, account.target()), plan.path(), plan.target());
        for (LevelPlan child : plan.coarser()) {
            coarser.add(new Coarser(
                    new LevelRun(child, reducer, store, pool, progress, journal, commits), plan.width(), typeBytes()));
        }
    }

    int typeBytes() {
        return plan.target().storedType().bytes();
    }

    ArrayWriter writer() {
        return writer;
    }

    /// Takes the next strip, complete; the strip belongs to this level from now on.
    void accept(Planes strip, List<Job.Task<PixelContext>> tasks) {
        for (Coarser child : coarser) {
            child.accept(strip, tasks);
        }
        int number = nextStrip++;
        long queued = System.nanoTime();
        tasks.add(context -> encode(number, strip, context, queued));
    }

    private void encode(int number, Planes strip, PixelContext context, long queued) {
        commits.check();
        long start = System.nanoTime();
        account.queueNanos().add(start - queued);
        int chunkRows = plan.target().innerChunkShape().get(0);
        int chunkColumns = plan.target().innerChunkShape().get(1);
        EncodedChunks encoded = context.encoded();
        encoded.encode(context.encoder(plan.target()), strip, chunkRows, chunkColumns, context.cancellation()::check);
        long encodedAt = System.nanoTime();
        context.track().add(Timeline.Stage.ENCODE, plan.path(), start, encodedAt);
        progress.pixelsDone((long) strip.rows() * strip.width() * strip.typeBytes());
        pool.give(strip);
        writer.append(number, encoded);
        // Two threads may find it complete: one waited with its strip for the other.
        if (writer.isComplete() && complete.compareAndSet(false, true)) {
            commits.run(this::commit);
        }
        context.track().add(Timeline.Stage.WRITE, plan.path(), encodedAt, System.nanoTime());
    }

    private void commit() {
        try (writer) {
            writer.finish();
        }
        progress.arrayDone();
        journal.finished(plan.path());
    }

    @Override
    public void close() {
        if (!complete.get()) {
            writer.close();
        }
        coarser.forEach(child -> child.level.close());
    }

    /// The rows on their way to a coarser level.
    private final class Coarser {
        private final LevelRun level;
        private final int factor;
        private final int parentWidth;
        /// Rows of the parent that do not fill a block yet.
        private final Planes carry;
        private final byte[][] carryPlanes;
        private int carried;
        private @Nullable Planes strip;
        private int rowsDone;

        Coarser(LevelRun level, int parentWidth, int typeBytes) {
            this.level = level;
            this.factor = level.plan.factor();
            this.parentWidth = parentWidth;
            this.carry = new Planes(typeBytes, factor * parentWidth).reshape(factor, parentWidth);
            this.carryPlanes = planesOf(carry);
        }

        void accept(Planes rows, List<Job.Task<PixelContext>> tasks) {
            byte[][] planes = planesOf(rows);
            int row = 0;
            if (carried > 0) {
                row = Math.min(factor - carried, rows.rows());
                keep(planes, 0, row);
                if (carried < factor) {
                    return;
                }
                reduce(carryPlanes, 0, tasks);
                carried = 0;
            }
            for (; row + factor <= rows.rows(); row += factor) {
                reduce(planes, row, tasks);
            }
            keep(planes, row, rows.rows() - row);
        }

        private void keep(byte[][] planes, int row, int count) {
            for (int b = 0; b < planes.length; b++) {
                System.arraycopy(
                        planes[b], row * parentWidth, carry.plane(b), carried * parentWidth, count * parentWidth);
            }
            carried += count;
        }

        private void reduce(byte[][] planes, int row, List<Job.Task<PixelContext>> tasks) {
            LevelPlan target = level.plan;
            if (rowsDone == target.height()) {
                return; // a trimmed remainder, rule R49
            }
            int inStrip = rowsDone % target.stripRows();
            Planes current = strip;
            if (current == null) {
                int rows = Math.min(target.stripRows(), target.height() - rowsDone);
                current = pool.take(level.typeBytes(), rows, target.width());
                strip = current;
            }
            reducer.reduceRow(
                    planes,
                    row * parentWidth,
                    parentWidth,
                    factor,
                    planesOf(current),
                    inStrip * target.width(),
                    target.width());
            rowsDone++;
            if (inStrip + 1 == current.rows()) {
                strip = null;
                level.accept(current, tasks);
            }
        }
    }

    private static byte[][] planesOf(Planes planes) {
        byte[][] arrays = new byte[planes.typeBytes()][];
        for (int b = 0; b < arrays.length; b++) {
            arrays[b] = planes.plane(b);
        }
        return arrays;
    }
}
