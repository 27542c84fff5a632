package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.raster.FloatDecoding;
import dev.zarrgo.converter.raster.Reducer;
import dev.zarrgo.converter.store.Footprint;
import dev.zarrgo.converter.store.MeteredStore;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Traffic;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.task.Background;
import dev.zarrgo.converter.task.Job;
import dev.zarrgo.converter.task.Wait;
import dev.zarrgo.converter.zarr.RowStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Converts one raster, a strip a step: decode, decode to floats where asked, reduce; encoding is left to
/// tasks.
final class RasterJob implements Job<PixelContext> {

    /// Strips that may wait for an earlier one of the same array before it takes no more.
    private static final int MAX_WAITING = 3;

    /// Rows decoded at a time when they need another form anyway.
    private static final int BATCH_ROWS = 64;

    private final RasterPlan plan;
    private final Store source;
    private final WritableStore target;
    private final StripPool pool;
    private final Progress progress;
    private final Journal journal;
    private final Background commits;
    private final boolean distant;
    private @Nullable RowStream stream;
    private @Nullable LevelRun level;
    private boolean finished;

    RasterJob(
            RasterPlan plan,
            Store source,
            WritableStore target,
            StripPool pool,
            Progress progress,
            Journal journal,
            Background commits) {
        this.plan = plan;
        this.source = source;
        this.target = target;
        this.pool = pool;
        this.progress = progress;
        this.journal = journal;
        this.commits = commits;
        this.distant = !source.footprint().equals(Footprint.NONE);
    }

    @Override
    public boolean isReady() {
        return (level == null || level.writer().waiting() < MAX_WAITING) && !isAwaiting();
    }

    /// Whether objects of the next strip are still on their way.
    @Override
    public boolean isAwaiting() {
        if (!distant) {
            return false;
        }
        int row = stream == null ? 0 : stream.row();
        int rows = Math.min(plan.finest().stripRows(), plan.source().shape().get(0) - row);
        return !ReadOrder.rows(plan, row, rows).stream().allMatch(source::isAtHand);
    }

    @Override
    public Wait waitsFor() {
        return level != null && level.writer().waiting() >= MAX_WAITING ? Wait.MEMORY : Wait.DATA;
    }

    @Override
    public List<Task<PixelContext>> step(PixelContext context) {
        if (stream == null) {
            stream = new RowStream(new MeteredStore(source, traffic()), plan.sourcePath(), plan.source());
            level = new LevelRun(plan.finest(), reducer(), target, pool, progress, journal, commits);
        }
        RowStream rows = stream;
        LevelRun finest = level;
        if (finest == null) {
            throw new IllegalStateException("closed");
        }
        int count = Math.min(plan.finest().stripRows(), rows.height() - rows.row());
        Planes strip = pool.take(finest.typeBytes(), count, rows.width());
        read(rows, count, strip, context);
        if (rows.row() == rows.height()) {
            rows.close();
            finished = true;
        }
        var tasks = new ArrayList<Task<PixelContext>>();
        long start = System.nanoTime();
        finest.accept(strip, tasks);
        context.track().add(Timeline.Stage.REDUCE, plan.finest().path(), start, System.nanoTime());
        return tasks;
    }

    /// What is read for this raster.
    private Traffic traffic() {
        return progress.timeline().account(plan.finest().path()).source();
    }

    private void read(RowStream rows, int count, Planes strip, PixelContext context) {
        long start = System.nanoTime();
        long readBefore = traffic().readNanos();
        plan.decoding()
                .ifPresentOrElse(
                        decoding -> readDecoded(rows, count, strip, decoding, context),
                        () -> rows.read(count, strip, 0, context.scratch()));
        context.track()
                .addReading(
                        Timeline.Stage.DECODE,
                        plan.finest().path(),
                        start,
                        System.nanoTime(),
                        traffic().readNanos() - readBefore);
    }

    private static void readDecoded(
            RowStream rows, int count, Planes strip, FloatDecoding decoding, PixelContext context) {
        int width = rows.width();
        var numbers = new Planes(2, BATCH_ROWS * width);
        byte[][] from = {numbers.plane(0), numbers.plane(1)};
        byte[][] to = {strip.plane(0), strip.plane(1), strip.plane(2), strip.plane(3)};
        for (int row = 0; row < count; row += BATCH_ROWS) {
            int batch = Math.min(BATCH_ROWS, count - row);
            rows.read(batch, numbers.reshape(batch, width), 0, context.scratch());
            decoding.decode(from, 0, to, row * width, batch * width);
        }
    }

    private Reducer reducer() {
        DataType stored = plan.finest().target().storedType();
        Reducer.PixelType type =
                switch (stored.kind()) {
                    case BOOL, UINT -> Reducer.PixelType.UNSIGNED;
                    case INT -> Reducer.PixelType.SIGNED;
                    case FLOAT, COMPLEX, UTF32, ASCII -> Reducer.PixelType.FLOATING;
                };
        return Reducer.of(plan.reduction(), type, stored.bytes(), plan.nodata());
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    /// Chunks of the source that were not stored.
    long missingChunks() {
        return stream == null ? 0 : stream.missingChunks();
    }

    @Override
    public void close() {
        if (stream != null) {
            stream.close();
        }
        if (level != null) {
            level.close();
        }
    }
}
