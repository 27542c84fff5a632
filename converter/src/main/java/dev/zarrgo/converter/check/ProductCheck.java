package dev.zarrgo.converter.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.convert.Progress;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.geozarr.ValidationReport;
import dev.zarrgo.converter.product.Product;
import dev.zarrgo.converter.product.S2Layout;
import dev.zarrgo.converter.product.S2Resolution;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.task.Job;
import dev.zarrgo.converter.task.Workers;
import dev.zarrgo.converter.zarr.ArrayChunk;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.ArrayReader;
import dev.zarrgo.converter.zarr.ChunkKeys;
import dev.zarrgo.converter.zarr.ChunkRuns;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.HierarchyReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Reads and decodes every chunk of a product, and names each that does not; and compares the shapes of its
/// bands with what the metadata say.
///
/// Source: rules I8, I14, section 15 of the output specification.
final class ProductCheck {

    /// I8 and I14.
    private static final int RULES = 2;

    /// Decoded bytes that one step reads.
    private static final long STEP_BYTES = 8 << 20;

    /// Chunks of one array: more than any product has, and no more than can be looked for in seconds.
    private static final int MAX_CHUNKS = 1 << 20;

    private final Store store;
    private final Hierarchy hierarchy;
    private final Progress progress;
    private final Verdicts verdicts = new Verdicts();
    private final LongAdder chunks = new LongAdder();
    private final LongAdder missing = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    private ProductCheck(Store store, Hierarchy hierarchy, Progress progress) {
        this.store = store;
        this.hierarchy = hierarchy;
        this.progress = progress;
    }

    static ValidationOutcome run(
            Store store,
            HierarchyReader.Survey survey,
            Product product,
            int threads,
            Progress progress,
            Cancellation cancellation) {
        var check = new ProductCheck(store, survey.hierarchy(), progress);
        survey.unreadable().forEach((path, reason) -> check.verdicts.error("I8", path, reason));
        if (product instanceof Product.SentinelTwo sentinelTwo) {
            check.checkShapes(sentinelTwo);
        }
        check.readAll(threads, cancellation);
        var report = new ValidationReport(store.location(), RULES, check.verdicts.violations());
        return new ValidationOutcome(
                report,
                Optional.empty(),
                Optional.of(new ProductReport(
                        check.verdicts.exact().size(), check.chunks.sum(), check.missing.sum(), check.bytes.sum())));
    }

    // --- shapes

    private void checkShapes(Product.SentinelTwo product) {
        for (S2Resolution resolution : S2Resolution.NATIVE) {
            String group = S2Layout.REFLECTANCE + "/" + resolution.id();
            if (hierarchy.group(group).isEmpty()) {
                verdicts.error("I14", group, "is missing");
                continue;
            }
            for (String band : S2Layout.nativeBands(product.level(), resolution)) {
                if (hierarchy.array(group + "/" + band).isEmpty()) {
                    verdicts.error("I14", group + "/" + band, "is missing");
                }
            }
        }
        hierarchy.arrays().forEach(this::checkShape);
    }

    /// A raster has as many rows and columns as its coordinates, and as it says itself.
    private void checkShape(String path, ArrayMetadata array) {
        String group = Hierarchy.parent(path);
        if (array.rank() != 2 || S2Resolution.of(Hierarchy.name(group)).isEmpty()) {
            return;
        }
        Optional<ArrayMetadata> x = hierarchy.array(group + "/x");
        Optional<ArrayMetadata> y = hierarchy.array(group + "/y");
        if (x.isEmpty() || y.isEmpty()) {
            verdicts.error("I14", group, "has no coordinates x and y");
            return;
        }
        List<Integer> expected = new ArrayList<>(y.get().shape());
        expected.addAll(x.get().shape());
        if (!array.shape().equals(expected)) {
            verdicts.error("I14", path, "has shape %s, its coordinates have %s".formatted(array.shape(), expected));
        }
        JsonNode stated = array.attributes().path("proj:shape");
        if (stated.size() == 2
                && !List.of(stated.get(0).asInt(), stated.get(1).asInt()).equals(array.shape())) {
            verdicts.error("I14", path, "has shape %s, and proj:shape %s".formatted(array.shape(), stated));
        }
    }

    // --- chunks

    private void readAll(int threads, Cancellation cancellation) {
        Map<String, ArrayMetadata> arrays = hierarchy.arrays();
        progress.planned(
                "reading " + store.location().name(),
                arrays.size(),
                arrays.values().stream().mapToLong(ArrayMetadata::bytes).sum());
        var jobs = new ArrayList<Job<CheckContext>>();
        arrays.entrySet().stream()
                .sorted(Map.Entry.comparingByValue((a, b) -> Long.compare(b.bytes(), a.bytes())))
                .forEach(entry -> job(entry.getKey(), entry.getValue()).ifPresent(jobs::add));
        Workers.run(jobs, threads, CheckContext::new, cancellation);
    }

    private Optional<ArrayJob> job(String path, ArrayMetadata array) {
        double chunks = 1;
        for (int size : array.innerGrid()) {
            chunks *= size;
        }
        if (chunks > MAX_CHUNKS) {
            verdicts.error("I8", path, "has %,.0f chunks; no more than %,d are read".formatted(chunks, MAX_CHUNKS));
            return Optional.empty();
        }
        return Optional.of(new ArrayJob(path, array));
    }

    /// Reads all chunks of one array.
    private final class ArrayJob implements Job<CheckContext> {
        private final String path;
        private final ArrayMetadata array;
        private final Iterator<List<Integer>> indices;
        private @Nullable ArrayReader reader;
        private boolean broken;

        ArrayJob(String path, ArrayMetadata array) {
            this.path = path;
            this.array = array;
            this.indices = ChunkRuns.indices(array.innerGrid()).iterator();
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public boolean isFinished() {
            return !indices.hasNext();
        }

        @Override
        public List<Task<CheckContext>> step(CheckContext context) {
            ArrayReader open = reader;
            if (open == null) {
                open = new ArrayReader(store, path, array);
                reader = open;
            }
            long done = 0;
            while (indices.hasNext() && done < STEP_BYTES) {
                done += read(open, indices.next(), context);
            }
            progress.pixelsDone(done);
            if (isFinished()) {
                finish(open);
            }
            return List.of();
        }

        private void finish(ArrayReader open) {
            missing.add(open.missingChunks());
            if (!broken) {
                verdicts.exact(path);
            }
            progress.arrayDone();
            close();
        }

        /// @return decoded bytes
        private long read(ArrayReader open, List<Integer> index, CheckContext context) {
            long size = (long) open.chunkElements() * array.storedType().bytes();
            try {
                Optional<ArrayChunk> chunk = open.open(index, context.scratch());
                if (chunk.isPresent()) {
                    decode(chunk.get(), open.chunkElements(), context);
                    chunks.increment();
                    bytes.add(size);
                }
            } catch (InterruptedRunException interrupted) {
                throw interrupted;
            } catch (ZarrgoException failure) {
                broken = true;
                Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                verdicts.error("I8", path, "chunk %s: %s".formatted(ChunkKeys.V2_DOT.key(index), cause.getMessage()));
            }
            return size;
        }

        private void decode(ArrayChunk chunk, int elements, CheckContext context) {
            Planes room = context.room(array.storedType().bytes());
            try (chunk) {
                for (int done = 0; done < elements; done += CheckContext.ELEMENTS) {
                    int count = Math.min(CheckContext.ELEMENTS, elements - done);
                    chunk.read(1, count, 0, room.reshape(1, count), 0, context.scratch());
                }
                chunk.finish(0, context.scratch());
            }
        }

        @Override
        public void close() {
            ArrayReader open = reader;
            reader = null;
            if (open != null) {
                open.close();
            }
        }
    }
}
