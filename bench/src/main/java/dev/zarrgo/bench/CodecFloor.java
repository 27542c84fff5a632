package dev.zarrgo.bench;

import dev.zarrgo.converter.codec.ChunkEncoder;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.task.Job;
import dev.zarrgo.converter.task.WorkerContext;
import dev.zarrgo.converter.task.Workers;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.EncodedChunks;
import dev.zarrgo.converter.zarr.FillValues;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.HierarchyReader;
import dev.zarrgo.converter.zarr.RowStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The codec work of a conversion alone: every chunk of the source is decoded once, every chunk of the
/// target encoded once, on all threads, from memory to nowhere.
///
/// Pixels of levels that the source does not have come from the finished store and are decoded beforehand.
/// Meant for a fresh process, so that it starts as cold as the conversion it is compared with.
final class CodecFloor {

    private static final int STRIP_PIXELS = 512 * 10_980;

    private CodecFloor() {}

    /// `PRODUCT STORE THREADS`: prints the seconds of the work, and since the start of the process without
    /// loading.
    public static void main(String[] arguments) {
        long start = System.nanoTime();
        Location product = Location.parse(arguments[0]);
        Location converted = Location.parse(arguments[1]);
        int threads = Integer.parseInt(arguments[2]);
        Hierarchy target;
        Hierarchy source;
        try (Store store = Stores.open(converted)) {
            target = HierarchyReader.read(store);
        }
        try (Store store = Stores.open(product)) {
            source = HierarchyReader.read(store);
        }
        var loaded = new LoadedStore(product, key -> isWanted(key, target));
        List<Job<Context>> jobs = jobs(loaded, source, converted, target);
        long loadedAt = System.nanoTime();
        Workers.run(jobs, threads, Context::new, new Cancellation());
        long end = System.nanoTime();
        System.out.printf("{\"codec_s\": %.3f, \"load_s\": %.3f}%n", (end - loadedAt) / 1e9, (loadedAt - start) / 1e9);
    }

    private static boolean isWanted(String key, Hierarchy target) {
        String array = Hierarchy.parent(key);
        return target.array(array).isPresent();
    }

    private static List<Job<Context>> jobs(Store loaded, Hierarchy source, Location converted, Hierarchy target) {
        var jobs = new ArrayList<Job<Context>>();
        try (Store store = Stores.open(converted);
                var scratch = new DecodeScratch()) {
            for (Map.Entry<String, ArrayMetadata> entry : target.arrays().entrySet()) {
                ArrayMetadata array = entry.getValue();
                if (array.rank() != 2 || !array.dimensionNames().equals(List.of("y", "x"))) {
                    continue;
                }
                boolean isNative = source.array(entry.getKey()).isPresent();
                jobs.add(
                        isNative
                                ? new NativeJob(
                                        loaded,
                                        entry.getKey(),
                                        source.array(entry.getKey()).orElseThrow(),
                                        array)
                                : new DerivedJob(array, strips(store, entry.getKey(), array, scratch)));
            }
        }
        jobs.sort((a, b) -> Long.compare(((Sized) b).pixels(), ((Sized) a).pixels()));
        return jobs;
    }

    private static int stripRows(ArrayMetadata array) {
        int chunkRows = array.innerChunkShape().get(0);
        int chunks = Math.max(1, STRIP_PIXELS / (chunkRows * array.shape().get(1)));
        return Math.min(chunks * chunkRows, array.shape().get(0));
    }

    private static List<Planes> strips(Store store, String path, ArrayMetadata array, DecodeScratch scratch) {
        var strips = new ArrayList<Planes>();
        try (var rows = new RowStream(store, path, array)) {
            while (rows.row() < rows.height()) {
                int count = Math.min(stripRows(array), rows.height() - rows.row());
                var strip = new Planes(array.storedType().bytes(), count * rows.width()).reshape(count, rows.width());
                rows.read(count, strip, 0, scratch);
                strips.add(strip);
            }
        }
        return strips;
    }

    /// What a job knows of its size.
    private interface Sized {
        long pixels();
    }

    /// Buffers of one worker.
    private static final class Context implements WorkerContext {
        private final DecodeScratch scratch = new DecodeScratch();
        private final EncodedChunks encoded = new EncodedChunks(8 << 20);
        private final Map<List<Object>, ChunkEncoder> encoders = new HashMap<>();

        void encode(ArrayMetadata target, Planes strip) {
            byte[] fill = FillValues.stored(target);
            int rows = target.innerChunkShape().get(0);
            int columns = target.innerChunkShape().get(1);
            ChunkEncoder encoder = encoders.computeIfAbsent(
                    List.of(fill.length, rows, columns), _ -> new ChunkEncoder(fill.length, rows, columns, fill, 1));
            encoded.encode(encoder, strip, rows, columns, () -> {});
        }

        @Override
        public void close() {
            scratch.close();
            encoders.values().forEach(ChunkEncoder::close);
        }
    }

    private static final class NativeJob implements Job<Context>, Sized {
        private final RowStream rows;
        private final ArrayMetadata target;

        NativeJob(Store source, String path, ArrayMetadata array, ArrayMetadata target) {
            this.rows = new RowStream(source, path, array);
            this.target = target;
        }

        @Override
        public long pixels() {
            return target.elements();
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public List<Task<Context>> step(Context context) {
            int count = Math.min(stripRows(target), rows.height() - rows.row());
            int bytes = target.storedType().bytes();
            Planes strip = Strips.take(bytes, count, rows.width());
            rows.read(count, strip, 0, context.scratch);
            return List.of(worker -> {
                worker.encode(target, strip);
                Strips.give(strip);
            });
        }

        @Override
        public boolean isFinished() {
            return rows.row() == rows.height();
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    private static final class DerivedJob implements Job<Context>, Sized {
        private final ArrayMetadata target;
        private final List<Planes> strips;
        private int next;

        DerivedJob(ArrayMetadata target, List<Planes> strips) {
            this.target = target;
            this.strips = strips;
        }

        @Override
        public long pixels() {
            return target.elements();
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public List<Task<Context>> step(Context context) {
            Planes strip = strips.get(next++);
            return List.of(worker -> worker.encode(target, strip));
        }

        @Override
        public boolean isFinished() {
            return next == strips.size();
        }

        @Override
        public void close() {
            // Memory only.
        }
    }

    /// Strips that are used again.
    private static final class Strips {
        private static final Map<Integer, List<Planes>> FREE = new HashMap<>();

        private Strips() {}

        static synchronized Planes take(int typeBytes, int rows, int width) {
            List<Planes> free = FREE.computeIfAbsent(typeBytes, _ -> new ArrayList<>());
            Planes planes = free.isEmpty() ? new Planes(typeBytes, STRIP_PIXELS + 10_980) : free.removeLast();
            return planes.reshape(rows, width);
        }

        static synchronized void give(Planes planes) {
            FREE.computeIfAbsent(planes.typeBytes(), _ -> new ArrayList<>()).add(planes);
        }
    }
}
