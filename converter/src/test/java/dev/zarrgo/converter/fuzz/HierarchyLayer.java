package dev.zarrgo.converter.fuzz;

import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.geozarr.StoreValidator;
import dev.zarrgo.converter.store.MemoryStore;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.HierarchyReader;
import dev.zarrgo.converter.zarr.RowStream;
import dev.zarrgo.converter.zarr.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// Small hierarchies with damaged documents, of both versions of Zarr, consolidated or not; and the arrays
/// that they then describe.
///
/// What the reader takes for an array can be read or is refused, in memory that its declared size explains;
/// the validator has something to say and never fails.
final class HierarchyLayer implements Layer {

    private static final List<RecordedArrays> FORMATS = List.of(RecordedArrays.ofFormat(2), RecordedArrays.ofFormat(3));

    private static final int ARRAYS = 3;

    /// Larger ones are not read as a whole, here and in the converter.
    private static final long MAX_TABLE_BYTES = 4 << 20;

    private static final int MAX_CHUNKS = 10_000;
    private static final int MAX_ROW_BYTES = 1 << 17;
    private static final int ROWS = 3;

    private final DecodeScratch scratch = new DecodeScratch();

    @Override
    public Attempt attempt(Random random) {
        RecordedArrays format = FORMATS.get(random.nextInt(FORMATS.size()));
        Map<String, byte[]> objects = format.some(ARRAYS, random.nextBoolean(), random);
        List<String> documents =
                objects.keySet().stream().filter(HierarchyLayer::isDocument).toList();
        boolean root = random.nextBoolean();
        String key = root
                ? objects.containsKey(".zmetadata") ? ".zmetadata" : documents.getLast()
                : documents.get(random.nextInt(documents.size()));
        byte[] document = objects.get(key);
        if (document != null) {
            objects.put(key, JsonDamage.of(Documents.parsed(document), random));
        }
        if (random.nextInt(20) == 0) {
            objects.remove(documents.get(random.nextInt(documents.size())));
        }
        return new HierarchyAttempt(objects);
    }

    private static boolean isDocument(String key) {
        String name = Hierarchy.name(key);
        return name.equals("zarr.json") || name.startsWith(".z");
    }

    @Override
    public void close() {
        scratch.close();
    }

    private final class HierarchyAttempt implements Attempt {
        private final Map<String, byte[]> objects;
        private long readBytes;

        HierarchyAttempt(Map<String, byte[]> objects) {
            this.objects = new TreeMap<>(objects);
        }

        @Override
        public Map<String, byte[]> input() {
            return objects;
        }

        @Override
        public long maxBytes() {
            long stored =
                    objects.values().stream().mapToLong(object -> object.length).sum();
            return (96L << 20) + 256 * stored + 16 * readBytes;
        }

        @Override
        public boolean run() {
            var store = MemoryStore.of(objects);
            Optional<Hierarchy> hierarchy = Refusal.orContent(() -> HierarchyReader.read(store));
            Optional<HierarchyReader.Survey> survey = Refusal.orContent(() -> HierarchyReader.survey(store));
            if (hierarchy.isPresent()
                    && !survey.map(HierarchyReader.Survey::hierarchy).equals(hierarchy)) {
                throw new AssertionError("a survey sees something else than a reader");
            }
            survey.ifPresent(seen -> seen.hierarchy().arrays().forEach((path, array) -> readArray(store, path, array)));
            StoreValidator.validate(store);
            if (store.openHandles() > 0) {
                throw new AssertionError("left open");
            }
            return hierarchy.isPresent();
        }

        private void readArray(MemoryStore store, String path, ArrayMetadata array) {
            long chunk = array.innerChunkShape().stream().reduce(1, (a, b) -> a * b)
                    * (long) array.storedType().bytes();
            double chunks = array.innerGrid().stream().mapToDouble(size -> size).reduce(1, (a, b) -> a * b);
            if (array.bytes() <= MAX_TABLE_BYTES && chunk <= MAX_TABLE_BYTES && chunks <= MAX_CHUNKS) {
                readBytes += array.bytes() + chunk;
                Refusal.orContent(() -> Table.read(store, path, array, scratch));
            }
            if (array.rank() == 2 && isReadable(array.shape().get(1), array)) {
                Refusal.orContent(() -> rows(store, path, array));
            }
        }

        private static boolean isReadable(int width, ArrayMetadata array) {
            return width > 0 && (long) width * array.storedType().bytes() <= MAX_ROW_BYTES;
        }

        private int rows(MemoryStore store, String path, ArrayMetadata array) {
            int width = array.shape().get(1);
            int rows = Math.min(array.shape().get(0), ROWS);
            readBytes += (long) rows * width * array.storedType().bytes();
            var planes = new Planes(array.storedType().bytes(), ROWS * width).reshape(ROWS, width);
            try (var stream = new RowStream(store, path, array)) {
                stream.read(rows, planes, 0, scratch);
            }
            return rows;
        }
    }
}
