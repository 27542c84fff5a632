package dev.zarrgo.converter.zarr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.zarrgo.converter.codec.Checksum;
import dev.zarrgo.converter.codec.ChunkEncoder;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.store.MemoryStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/// Strips in any order make the same objects, with the layout that rules R37, R38, R40 and R42 ask for.
class ArrayWriterTest {

    private static final String PATH = "r10m/b02";
    private static final byte[] FILL = {7, 0};

    private static ArrayMetadata metadata(int height, int width, int chunk, boolean sharded) {
        List<Integer> chunks = List.of(Math.min(chunk, height), Math.min(chunk, width));
        List<Codec> codecs = List.of(new Codec.Bytes(Codec.Endian.LITTLE), MadeArray.blosc(Codec.Shuffle.BYTE, 2));
        List<Integer> shard = List.of(
                Math.ceilDiv(height, chunks.get(0)) * chunks.get(0),
                Math.ceilDiv(width, chunks.get(1)) * chunks.get(1));
        List<Codec> index = List.of(new Codec.Bytes(Codec.Endian.LITTLE), new Codec.Crc32c());
        return new ArrayMetadata(
                3,
                DataType.UINT16,
                List.of(height, width),
                sharded ? shard : chunks,
                ChunkKeys.DEFAULT_SLASH,
                IntNode.valueOf(7),
                sharded ? List.of(new Codec.Sharding(chunks, codecs, index, true)) : codecs,
                List.of("y", "x"),
                Json.object());
    }

    /// Pixels with regions of fill, of which whole chunks come.
    private static Planes pixels(int height, int width, Random random) {
        var planes = new Planes(2, height * width).reshape(height, width);
        int left = random.nextInt(width + 1);
        int top = random.nextInt(height + 1);
        for (int i = 0; i < height * width; i++) {
            boolean fill = i % width >= left || i / width >= top;
            planes.plane(0)[i] = fill ? 7 : (byte) (i + random.nextInt(3));
            planes.plane(1)[i] = fill ? 0 : (byte) (i / 300);
        }
        return planes;
    }

    /// The strip of `rows` rows at `top`, encoded.
    private static EncodedChunks strip(ArrayMetadata metadata, Planes pixels, int top, int rows) {
        int width = pixels.width();
        var strip = new Planes(2, rows * width).reshape(rows, width);
        for (int b = 0; b < 2; b++) {
            System.arraycopy(pixels.plane(b), top * width, strip.plane(b), 0, rows * width);
        }
        int chunkRows = metadata.innerChunkShape().get(0);
        int chunkColumns = metadata.innerChunkShape().get(1);
        var encoded = new EncodedChunks();
        try (var encoder = new ChunkEncoder(2, chunkRows, chunkColumns, FILL, 1)) {
            encoded.encode(encoder, strip, chunkRows, chunkColumns, () -> {});
        }
        return encoded;
    }

    private static List<EncodedChunks> strips(ArrayMetadata metadata, Planes pixels, int chunksPerStrip) {
        int stripRows = chunksPerStrip * metadata.innerChunkShape().get(0);
        var strips = new ArrayList<EncodedChunks>();
        for (int top = 0; top < pixels.rows(); top += stripRows) {
            strips.add(strip(metadata, pixels, top, Math.min(stripRows, pixels.rows() - top)));
        }
        return strips;
    }

    private static MemoryStore write(ArrayMetadata metadata, List<EncodedChunks> strips, List<Integer> order) {
        var store = new MemoryStore();
        try (var writer = new ArrayWriter(store, PATH, metadata)) {
            for (int i = 0; i < order.size(); i++) {
                assertThat(writer.isComplete()).isFalse();
                writer.append(order.get(i), strips.get(order.get(i)));
                List<Integer> arrived = order.subList(0, i + 1);
                int next = 0;
                while (arrived.contains(next)) {
                    next++;
                }
                assertThat(writer.nextStrip()).isEqualTo(next);
                assertThat(writer.waiting()).isEqualTo(i + 1 - next);
            }
            assertThat(writer.isComplete()).isTrue();
            writer.finish();
            long stored = store.objects().values().stream()
                    .mapToLong(object -> object.length)
                    .sum();
            assertThat(writer.storedBytes()).isEqualTo(stored);
        }
        assertThat(store.openHandles()).isZero();
        return store;
    }

    private static List<Integer> inOrder(int count) {
        var order = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            order.add(i);
        }
        return order;
    }

    private static void assertSame(MemoryStore actual, MemoryStore expected) {
        assertThat(actual.objects().keySet()).isEqualTo(expected.objects().keySet());
        expected.objects()
                .forEach(
                        (key, content) -> assertThat(actual.object(key)).as(key).isEqualTo(content));
    }

    @Property(tries = 300)
    void stripsInAnyOrderMakeTheSameObjects(@ForAll long seed) {
        var random = new Random(seed);
        int height = 1 + random.nextInt(120);
        int width = 1 + random.nextInt(120);
        ArrayMetadata metadata = metadata(height, width, 1 + random.nextInt(60), random.nextBoolean());
        Planes pixels = pixels(height, width, random);
        List<EncodedChunks> strips = strips(metadata, pixels, 1 + random.nextInt(3));
        MemoryStore expected = write(metadata, strips, inOrder(strips.size()));
        List<Integer> order = inOrder(strips.size());
        Collections.shuffle(order, random);
        assertSame(write(metadata, strips, order), expected);
        // Rule R42: nor do the bytes depend on how many chunks make a strip.
        List<EncodedChunks> others = strips(metadata, pixels, 1 + random.nextInt(4));
        assertSame(write(metadata, others, inOrder(others.size())), expected);
        assertReadsBack(metadata, expected, pixels);
        if (metadata.sharding().isPresent()) {
            assertIsPlainShard(metadata, expected, pixels);
        } else {
            assertOnlyFillIsLeftOut(metadata, expected, pixels);
        }
    }

    private static void assertReadsBack(ArrayMetadata metadata, MemoryStore store, Planes pixels) {
        try (var scratch = new DecodeScratch();
                var stream = new RowStream(store, PATH, metadata)) {
            var read = new Planes(2, pixels.rows() * pixels.width()).reshape(pixels.rows(), pixels.width());
            stream.read(pixels.rows(), read, 0, scratch);
            assertThat(read.plane(0)).isEqualTo(pixels.plane(0));
            assertThat(read.plane(1)).isEqualTo(pixels.plane(1));
        }
    }

    private static boolean isFill(ArrayMetadata metadata, Planes pixels, int row, int column) {
        int rows = metadata.innerChunkShape().get(0);
        int columns = metadata.innerChunkShape().get(1);
        for (int r = row * rows; r < Math.min(pixels.rows(), (row + 1) * rows); r++) {
            for (int c = column * columns; c < Math.min(pixels.width(), (column + 1) * columns); c++) {
                int at = r * pixels.width() + c;
                if (pixels.plane(0)[at] != 7 || pixels.plane(1)[at] != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Rule R38: inner chunks in row-major order without gaps, then the index, then its checksum.
    private static void assertIsPlainShard(ArrayMetadata metadata, MemoryStore store, Planes pixels) {
        int rows = Math.ceilDiv(pixels.rows(), metadata.innerChunkShape().get(0));
        int columns = Math.ceilDiv(pixels.width(), metadata.innerChunkShape().get(1));
        if (store.objects().isEmpty()) {
            for (int i = 0; i < rows * columns; i++) {
                assertThat(isFill(metadata, pixels, i / columns, i % columns)).isTrue();
            }
            return;
        }
        assertThat(store.objects()).containsOnlyKeys(PATH + "/c/0/0");
        byte[] shard = store.object(PATH + "/c/0/0");
        int start = shard.length - rows * columns * 16 - 4;
        ByteBuffer index = ByteBuffer.wrap(shard).order(ByteOrder.LITTLE_ENDIAN).position(start);
        long end = 0;
        for (int i = 0; i < rows * columns; i++) {
            long offset = index.getLong();
            long length = index.getLong();
            if (isFill(metadata, pixels, i / columns, i % columns)) {
                assertThat(offset).as("rule R40").isEqualTo(-1);
                assertThat(length).isEqualTo(-1);
            } else {
                assertThat(offset).isEqualTo(end);
                assertThat(length).isPositive();
                end += length;
            }
        }
        assertThat(end).isEqualTo(start);
        assertThat(index.getInt()).isEqualTo(Checksum.of(ByteBuffer.wrap(shard, start, rows * columns * 16)));
    }

    private static void assertOnlyFillIsLeftOut(ArrayMetadata metadata, MemoryStore store, Planes pixels) {
        for (List<Integer> index : ChunkRuns.indices(metadata.grid())) {
            boolean stored = store.objects()
                    .containsKey(PATH + "/" + metadata.chunkKeys().key(index));
            assertThat(stored).as("%s", index).isNotEqualTo(isFill(metadata, pixels, index.get(0), index.get(1)));
        }
    }

    @Test
    void arrayOfFillHasNoObject() {
        for (boolean sharded : new boolean[] {true, false}) {
            ArrayMetadata metadata = metadata(100, 100, 30, sharded);
            var pixels = new Planes(2, 10_000).reshape(100, 100);
            Arrays.fill(pixels.plane(0), (byte) 7);
            List<EncodedChunks> strips = strips(metadata, pixels, 1);
            assertThat(write(metadata, strips, inOrder(strips.size())).objects())
                    .isEmpty();
        }
    }

    @Test
    void shardThatIsNotCompleteIsNeverSeen() {
        ArrayMetadata metadata = metadata(100, 100, 30, true);
        Planes pixels = pixels(100, 100, new Random(4));
        pixels.plane(0)[0] = 1;
        List<EncodedChunks> strips = strips(metadata, pixels, 1);
        var store = new MemoryStore();
        try (var writer = new ArrayWriter(store, PATH, metadata)) {
            for (int i = 0; i < strips.size() - 1; i++) {
                writer.append(i, strips.get(i));
                assertThat(store.objects()).isEmpty();
            }
            assertThat(writer.isComplete()).isFalse();
        }
        assertThat(store.objects()).isEmpty();
        assertThat(store.openHandles()).isZero();
    }

    /// Strips of several threads, each of which uses its buffer again at once.
    @Test
    void stripsFromManyThreadsMakeTheSameObject() throws Exception {
        ArrayMetadata metadata = metadata(900, 70, 20, true);
        Planes pixels = pixels(900, 70, new Random(8));
        List<EncodedChunks> strips = strips(metadata, pixels, 1);
        MemoryStore expected = write(metadata, strips, inOrder(strips.size()));
        for (int repeat = 0; repeat < 5; repeat++) {
            var store = new MemoryStore();
            try (var writer = new ArrayWriter(store, PATH, metadata);
                    ExecutorService threads = Executors.newFixedThreadPool(6)) {
                var appended = new ArrayList<Future<?>>();
                for (int i = 0; i < strips.size(); i++) {
                    int number = i;
                    appended.add(threads.submit(() -> {
                        EncodedChunks reused = strip(metadata, pixels, number * 20, Math.min(20, 900 - number * 20));
                        writer.append(number, reused);
                        Arrays.fill(reused.bytes(), (byte) 0x5A);
                    }));
                }
                for (Future<?> append : appended) {
                    append.get();
                }
                assertThat(writer.isComplete()).isTrue();
                assertThat(store.objects()).isEmpty();
                writer.finish();
            }
            assertSame(store, expected);
        }
    }

    @Test
    void encodedChunksGrowAndCanBeUsedAgain() {
        ArrayMetadata metadata = metadata(64, 64, 16, true);
        var random = new Random(1);
        var encoded = new EncodedChunks();
        try (var encoder = new ChunkEncoder(2, 16, 16, FILL, 1)) {
            for (int rows : new int[] {16, 64, 32, 7}) {
                Planes pixels = pixels(rows, 64, random);
                var calls = new int[1];
                encoded.encode(encoder, pixels, 16, 16, () -> calls[0]++);
                assertThat(calls[0]).isEqualTo(encoded.count());
                EncodedChunks fresh = strip(metadata, pixels, 0, rows);
                EncodedChunks copy = encoded.copy();
                for (EncodedChunks actual : List.of(encoded, copy)) {
                    assertThat(actual.count()).isEqualTo(fresh.count());
                    assertThat(actual.size()).isEqualTo(fresh.size());
                    assertThat(Arrays.copyOf(actual.bytes(), actual.size()))
                            .isEqualTo(Arrays.copyOf(fresh.bytes(), fresh.size()));
                }
            }
        }
    }

    @Test
    void keysAreThoseOfTheMetadata() {
        ArrayMetadata metadata = metadata(40, 40, 20, false);
        List<EncodedChunks> strips = strips(metadata, pixels(40, 40, new Random(2)), 1);
        Map<String, byte[]> objects = write(metadata, strips, inOrder(2)).objects();
        assertThat(objects.keySet()).isSubsetOf(PATH + "/c/0/0", PATH + "/c/0/1", PATH + "/c/1/0", PATH + "/c/1/1");
    }
}
