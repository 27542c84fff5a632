package dev.zarrgo.converter.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.NullNode;
import com.github.luben.zstd.Zstd;
import com.sun.management.ThreadMXBean;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.CountingStore;
import dev.zarrgo.converter.store.MemoryStore;
import dev.zarrgo.converter.store.Store;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/// Arrays of any form give their elements, row by row and as tables, and every stored byte is read once
/// (rules I6, I8, X10).
class ArrayReadingTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Reads strips of random heights into planes that are taller than they.
    private static byte[] rows(Store store, ArrayMetadata metadata, Random random, DecodeScratch scratch) {
        int height = metadata.shape().get(0);
        int width = metadata.shape().get(1);
        int size = metadata.type().bytes();
        byte[] content = new byte[height * width * size];
        int tallest = 1 + random.nextInt(height);
        try (var stream = new RowStream(store, MadeArray.PATH, metadata)) {
            assertThat(stream.height()).isEqualTo(height);
            assertThat(stream.width()).isEqualTo(width);
            var planes = new Planes(size, (tallest + 2) * width).reshape(tallest + 2, width);
            while (stream.row() < height) {
                int first = stream.row();
                int rows = Math.min(height - first, 1 + random.nextInt(tallest));
                stream.read(rows, planes, 1, scratch);
                for (int i = 0; i < rows * width * size; i++) {
                    content[first * width * size + i] = planes.plane(i % size)[width + i / size];
                }
            }
        }
        return content;
    }

    private static void assertReadOnce(CountingStore counting, MadeArray array) {
        assertThat(counting.bytesRead()).isEqualTo(new TreeMap<>(array.neededBytes()));
        assertThat(counting.opened().values()).allMatch(times -> times == 1);
        assertThat(array.store().openHandles()).as("left open").isZero();
    }

    @Property(tries = 600)
    void rowsOfAnyArrayAreItsElementsWhateverTheStrips(@ForAll long seed) {
        var random = new Random(seed);
        MadeArray array = MadeArray.make(MadeArray.randomForm(2, random), random);
        try (var scratch = new DecodeScratch()) {
            for (int repeat = 0; repeat < 2; repeat++) {
                var counting = new CountingStore(array.store());
                assertThat(rows(counting, array.metadata(), random, scratch)).isEqualTo(array.bytes());
                assertReadOnce(counting, array);
            }
        }
    }

    @Property(tries = 600)
    void tableOfAnyRankIsItsElements(@ForAll long seed) {
        var random = new Random(seed);
        MadeArray array = MadeArray.make(MadeArray.randomForm(random.nextInt(5), random), random);
        try (var scratch = new DecodeScratch()) {
            var counting = new CountingStore(array.store());
            Table table = Table.read(counting, MadeArray.PATH, array.metadata(), scratch);
            assertThat(table.content()).isEqualTo(array.bytes());
            assertThat(table.shape()).isEqualTo(array.metadata().shape());
            assertReadOnce(counting, array);
        }
    }

    @Property(tries = 200)
    void missingChunksAreCounted(@ForAll long seed) {
        var random = new Random(seed);
        MadeArray.Form any = MadeArray.randomForm(2, random);
        var form = new MadeArray.Form(
                any.type(),
                any.shape(),
                any.chunkShape(),
                any.shardShape(),
                any.codecs(),
                any.keys(),
                any.indexAtEnd(),
                any.indexChecked(),
                0.5,
                any.fill());
        MadeArray array = MadeArray.make(form, random);
        try (var scratch = new DecodeScratch();
                var stream = new RowStream(array.store(), MadeArray.PATH, array.metadata())) {
            int width = stream.width();
            var planes = new Planes(array.metadata().type().bytes(), stream.height() * width);
            stream.read(stream.height(), planes.reshape(stream.height(), width), 0, scratch);
            assertThat(stream.missingChunks()).isEqualTo(array.missing());
        }
    }

    // --- forms that are made on purpose

    private static MadeArray.Form form(
            List<Integer> shape, List<Integer> chunks, List<Integer> shards, Codec... codecs) {
        return new MadeArray.Form(
                DataType.UINT16, shape, chunks, shards, List.of(codecs), ChunkKeys.DEFAULT_SLASH, true, true, 0, 0);
    }

    private static final Codec LITTLE = new Codec.Bytes(Codec.Endian.LITTLE);

    /// More shards beside each other than are kept open for their index alone.
    @Test
    void rowOfManyShardsIsReadOnce() {
        var random = new Random(3);
        MadeArray array =
                MadeArray.make(form(List.of(9, 700), List.of(4, 2), List.of(8, 4), LITTLE, new Codec.Crc32c()), random);
        try (var scratch = new DecodeScratch()) {
            var counting = new CountingStore(array.store());
            assertThat(rows(counting, array.metadata(), new Random(1), scratch)).isEqualTo(array.bytes());
            assertReadOnce(counting, array);
        }
    }

    /// Rule X10: memory does not grow with the chunk.
    @Test
    void chunkOfTheWholeArrayNeedsNoMoreMemoryThanASmallOne() {
        int side = 3000;
        List<Codec> forms = List.of(
                MadeArray.blosc(Codec.Shuffle.BIT, 2),
                MadeArray.blosc(Codec.Shuffle.BIT, 1),
                new Codec.Zstd(1, false),
                new Codec.Gzip(1));
        try (var scratch = new DecodeScratch()) {
            for (Codec codec : forms) {
                MadeArray array = MadeArray.make(
                        form(List.of(side, side), List.of(side, side), List.of(), LITTLE, codec), new Random(2));
                var planes = new Planes(2, 100 * side).reshape(100, side);
                long before = THREADS.getCurrentThreadAllocatedBytes();
                try (var stream = new RowStream(array.store(), MadeArray.PATH, array.metadata())) {
                    for (int row = 0; row < side; row += 100) {
                        stream.read(100, planes, 0, scratch);
                    }
                }
                assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                        .as("%s", codec)
                        .isLessThan(3 << 20);
                int last = (side * side - 1) * 2;
                assertThat(planes.plane(0)[100 * side - 1])
                        .isEqualTo(array.content().get(last));
                assertThat(planes.plane(1)[100 * side - 1])
                        .isEqualTo(array.content().get(last + 1));
            }
        }
    }

    /// A chunk may be larger than the array; what lies outside needs no memory.
    @Test
    void tableInAHugeChunkNeedsLittleMemory() {
        byte[] chunk = new byte[8 << 20];
        for (int i = 0; i < 10; i++) {
            chunk[2 * i] = (byte) i;
        }
        var store = new MemoryStore();
        store.put(MadeArray.PATH + "/c/0", ByteBuffer.wrap(Zstd.compress(chunk, 1)));
        ArrayMetadata metadata = form(List.of(10), List.of(4 << 20), List.of(), LITTLE, new Codec.Zstd(1, false))
                .metadata();
        try (var scratch = new DecodeScratch()) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            Table table = Table.read(store, MadeArray.PATH, metadata, scratch);
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(2 << 20);
            for (int i = 0; i < 10; i++) {
                assertThat(table.longAt(i)).isEqualTo(i);
            }
        }
    }

    // --- chunks that must be there (rule I8)

    private static void assertCorrupt(MadeArray array, ArrayMetadata metadata, String... inMessage) {
        try (var scratch = new DecodeScratch()) {
            assertThatThrownBy(() -> Table.read(array.store(), MadeArray.PATH, metadata, scratch))
                    .isInstanceOfSatisfying(UnusableSourceException.class, failure -> {
                        assertThat(ExitCode.of(failure)).isEqualTo(65);
                        assertThat(failure).message().contains(inMessage);
                    });
        }
        assertThat(array.store().openHandles()).as("left open").isZero();
    }

    @Test
    void missingChunkWithoutFillValueIsAnError() {
        MadeArray array = MadeArray.make(form(List.of(10, 10), List.of(5, 5), List.of(), LITTLE), new Random(1));
        array.store().delete(MadeArray.PATH + "/c/1/0");
        ArrayMetadata filled = array.metadata();
        var unfilled = new ArrayMetadata(
                2,
                filled.type(),
                filled.shape(),
                filled.chunkShape(),
                filled.chunkKeys(),
                NullNode.getInstance(),
                filled.codecs(),
                filled.dimensionNames(),
                filled.attributes());
        assertCorrupt(array, unfilled, "/" + MadeArray.PATH, "1.0", "missing");
        try (var scratch = new DecodeScratch()) {
            Table table = Table.read(array.store(), MadeArray.PATH, filled, scratch);
            assertThat(table.longAt(50)).isZero();
            assertThatThrownBy(() -> rows(array.store(), unfilled, new Random(1), scratch))
                    .isInstanceOf(UnusableSourceException.class);
        }
    }

    @Test
    void missingChunkOfACoordinateIsAnError() {
        MadeArray array = MadeArray.make(form(List.of(10), List.of(5), List.of(), LITTLE), new Random(1));
        array.store().delete(MadeArray.PATH + "/c/1");
        ArrayMetadata any = array.metadata();
        for (String dimension : List.of("array", "other")) {
            var named = new ArrayMetadata(
                    3,
                    any.type(),
                    any.shape(),
                    any.chunkShape(),
                    any.chunkKeys(),
                    any.fillValue(),
                    any.codecs(),
                    List.of(dimension),
                    any.attributes());
            if (dimension.equals("array")) {
                assertCorrupt(array, named, "/" + MadeArray.PATH, "missing");
            } else {
                try (var scratch = new DecodeScratch()) {
                    assertThat(Table.read(array.store(), MadeArray.PATH, named, scratch)
                                    .longAt(9))
                            .isZero();
                }
            }
        }
    }

    // --- damage

    @Test
    void brokenChunkIsNamed() {
        MadeArray array = MadeArray.make(
                form(List.of(10, 10), List.of(5, 5), List.of(), LITTLE, MadeArray.blosc(Codec.Shuffle.BYTE, 2)),
                new Random(1));
        byte[] chunk = array.store().object(MadeArray.PATH + "/c/0/1");
        array.store().put(MadeArray.PATH + "/c/0/1", ByteBuffer.wrap(chunk, 0, chunk.length - 1));
        assertCorrupt(array, array.metadata(), "memory.zarr", "/" + MadeArray.PATH, "0.1");
    }

    @Test
    void truncatedShardIsRefusedAndNamed() {
        MadeArray array = MadeArray.make(
                form(List.of(10, 10), List.of(5, 5), List.of(10, 10), LITTLE, new Codec.Crc32c()), new Random(1));
        String key = MadeArray.PATH + "/c/0/0";
        byte[] shard = array.store().object(key);
        for (int length = 0; length < shard.length; length++) {
            array.store().put(key, ByteBuffer.wrap(shard, 0, length));
            assertCorrupt(array, array.metadata(), "/" + MadeArray.PATH);
        }
    }

    @Test
    void wrongChecksumOfAnIndexIsRefused() {
        for (boolean atEnd : new boolean[] {true, false}) {
            MadeArray.Form any = form(List.of(10, 10), List.of(5, 5), List.of(10, 10), LITTLE);
            var form = new MadeArray.Form(
                    any.type(),
                    any.shape(),
                    any.chunkShape(),
                    any.shardShape(),
                    any.codecs(),
                    any.keys(),
                    atEnd,
                    true,
                    0,
                    0);
            MadeArray array = MadeArray.make(form, new Random(1));
            String key = MadeArray.PATH + "/c/0/0";
            byte[] shard = array.store().object(key);
            int index = atEnd ? shard.length - 68 : 0;
            for (int i = 0; i < 68; i++) {
                byte[] damaged = shard.clone();
                damaged[index + i] ^= 4;
                array.store().put(key, ByteBuffer.wrap(damaged));
                assertCorrupt(array, array.metadata(), "checksum");
            }
        }
    }

    /// Thousands of damaged objects, mostly shards: elements, or a refusal that names the array.
    @Test
    void damagedArrayIsRefusedOrReadsAsSomething() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        try (var scratch = new DecodeScratch()) {
            for (int made = 0; made < 60; made++) {
                MadeArray array = MadeArray.make(MadeArray.randomForm(2, random), random);
                long start = THREADS.getCurrentThreadAllocatedBytes();
                rows(array.store(), array.metadata(), random, scratch);
                long usual = THREADS.getCurrentThreadAllocatedBytes() - start;
                List<String> keys = List.copyOf(array.store().objects().keySet());
                for (int i = 0; i < 80 && !keys.isEmpty(); i++) {
                    String key = keys.get(random.nextInt(keys.size()));
                    byte[] whole = array.store().object(key);
                    byte[] damaged = whole.clone();
                    if (random.nextInt(5) == 0) {
                        damaged = Arrays.copyOf(damaged, random.nextInt(2 * damaged.length + 1));
                    }
                    for (int flips = random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
                        int at = random.nextInt(damaged.length);
                        int end = Math.max(0, damaged.length - 1 - random.nextInt(100));
                        damaged[random.nextBoolean() ? at : end] = (byte) random.nextInt();
                    }
                    array.store().put(key, ByteBuffer.wrap(damaged));
                    long before = THREADS.getCurrentThreadAllocatedBytes();
                    try {
                        rows(array.store(), array.metadata(), random, scratch);
                    } catch (UnusableSourceException refused) {
                        assertThat(refused).hasMessageContaining(MadeArray.PATH);
                    }
                    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                            .isLessThan(2 * usual + (4 << 20));
                    assertThat(array.store().openHandles()).as("left open").isZero();
                    array.store().put(key, ByteBuffer.wrap(whole));
                }
            }
        } catch (RuntimeException | AssertionError unexpected) {
            throw new AssertionError("seed " + seed, unexpected);
        }
    }

    @Test
    void readingRowsThatAreNotThereIsAProgrammingError() {
        MadeArray array = MadeArray.make(form(List.of(10, 10), List.of(5, 5), List.of(), LITTLE), new Random(1));
        try (var scratch = new DecodeScratch();
                var stream = new RowStream(array.store(), MadeArray.PATH, array.metadata())) {
            var planes = new Planes(2, 200);
            assertThatThrownBy(() -> stream.read(11, planes.reshape(11, 10), 0, scratch))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> stream.read(1, planes.reshape(1, 9), 0, scratch))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new RowStream(
                        array.store(),
                        "x",
                        form(List.of(3), List.of(3), List.of(), LITTLE).metadata()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
