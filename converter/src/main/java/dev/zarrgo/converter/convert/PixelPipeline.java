package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.store.Footprint;
import dev.zarrgo.converter.store.MeteredStore;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Traffic;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.task.Background;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.task.Job;
import dev.zarrgo.converter.task.Wakeup;
import dev.zarrgo.converter.task.Workers;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Table;
import dev.zarrgo.converter.zarr.TableWriter;
import java.util.ArrayList;
import java.util.List;

/// Moves all arrays of a plan from source to target.
final class PixelPipeline {

    private final ConversionPlan plan;
    private final Store source;
    private final WritableStore target;
    private final ConversionOptions options;
    private final Progress progress;
    private final Journal journal;

    PixelPipeline(
            ConversionPlan plan,
            Store source,
            WritableStore target,
            ConversionOptions options,
            Progress progress,
            Journal journal) {
        this.plan = plan;
        this.source = source;
        this.target = target;
        this.options = options;
        this.progress = progress;
        this.journal = journal;
    }

    /// Runs to the end on at most `threads` threads, fewer if the heap does not hold the buffers of so
    /// many.
    ///
    /// @param beside a job that is done along with the pixels
    /// @return chunks that the source does not store
    long run(int threads, Job<PixelContext> beside, Cancellation cancellation) {
        List<RasterPlan> open = plan.rasters().stream().filter(this::isOpen).toList();
        MemoryPlan memory =
                MemoryPlan.of(open, Runtime.getRuntime().maxMemory(), source.footprint(), target.footprint(), threads);
        var wakeup = new Wakeup();
        source.expect(ReadOrder.tables(plan.copies()), wakeup::wake);
        source.expect(ReadOrder.rasters(open, memory.workers()), wakeup::wake);
        try (var commits = new Background(commitsAtOnce())) {
            var pool = new StripPool(memory.keptBytes());
            List<RasterJob> rasters = open.stream()
                    .map(raster -> new RasterJob(raster, source, target, pool, progress, journal, commits))
                    .toList();
            var jobs = new ArrayList<Job<PixelContext>>(rasters);
            jobs.addAll(Math.min(jobs.size(), threads), List.of(new TablesJob(), beside));
            Workers.run(
                    jobs,
                    memory.workers(),
                    () -> new PixelContext(
                            memory.encodedBytes(),
                            cancellation,
                            progress.timeline().worker()),
                    wakeup,
                    cancellation);
            try (var _ = cancellation.interrupting()) {
                commits.await();
            }
            return rasters.stream().mapToLong(RasterJob::missingChunks).sum();
        }
    }

    /// Where bytes are at hand it takes no time to make an object visible.
    private int commitsAtOnce() {
        return target.footprint().equals(Footprint.NONE) ? 0 : MemoryPlan.COMMITS_AT_ONCE;
    }

    /// Whether a raster still has to be converted; what an earlier run has finished counts as done.
    private boolean isOpen(RasterPlan raster) {
        if (!isFinished(raster.finest())) {
            return true;
        }
        count(raster.finest());
        return false;
    }

    private boolean isFinished(LevelPlan level) {
        return journal.isFinished(level.path()) && level.coarser().stream().allMatch(this::isFinished);
    }

    private void count(LevelPlan level) {
        progress.pixelsDone((long) level.height()
                * level.width()
                * level.target().storedType().bytes());
        progress.arrayDone();
        level.coarser().forEach(this::count);
    }

    /// Copies what is small, one array a step.
    private final class TablesJob implements Job<PixelContext> {
        private int next;

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public List<Task<PixelContext>> step(PixelContext context) {
            int copies = plan.copies().size();
            for (int i = 0; i < ARRAYS_PER_STEP && !isFinished(); i++, next++) {
                if (next < copies) {
                    ConversionPlan.Copy copy = plan.copies().get(next);
                    write(copy.path(), copy.target(), read(copy, context), context);
                } else if (next - copies < plan.tables().size()) {
                    ConversionPlan.Coordinates table = plan.tables().get(next - copies);
                    write(table.path(), table.target(), table.content(), context);
                }
            }
            return List.of();
        }

        private Table read(ConversionPlan.Copy copy, PixelContext context) {
            Traffic traffic = progress.timeline().account(copy.path()).source();
            long start = System.nanoTime();
            Table content =
                    Table.read(new MeteredStore(source, traffic), copy.path(), copy.source(), context.scratch());
            context.track()
                    .addReading(Timeline.Stage.DECODE, copy.path(), start, System.nanoTime(), traffic.readNanos());
            return content.as(copy.target().type());
        }

        private void write(String path, ArrayMetadata metadata, Table content, PixelContext context) {
            Traffic traffic = progress.timeline().account(path).target();
            long start = System.nanoTime();
            TableWriter.write(
                    new MeteredStore(target, traffic),
                    path,
                    metadata,
                    content,
                    Codecs.zstdLevel(options.compressionLevel()));
            context.track().addWriting(Timeline.Stage.ENCODE, path, start, System.nanoTime(), traffic.writeNanos());
            progress.pixelsDone(content.content().length);
            progress.arrayDone();
            journal.finished(path);
        }

        @Override
        public boolean isFinished() {
            return next >= plan.copies().size() + plan.tables().size();
        }

        @Override
        public void close() {
            // Nothing stays open.
        }
    }

    private static final int ARRAYS_PER_STEP = 8;
}
