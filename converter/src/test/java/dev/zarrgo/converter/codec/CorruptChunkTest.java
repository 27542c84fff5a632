package dev.zarrgo.converter.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Damaged chunks decode to something or are refused with [CorruptChunkException]: never another
/// exception, never much memory, and always the same whatever was decoded before.
class CorruptChunkTest {

    private static final int FLIPS = 10_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Many times what any of the chunks here decodes to, and far less than a bomb would take.
    private static final long MAX_ALLOCATED_BYTES = 16L << 20;

    private static final List<Codec> PLAIN = List.of(new Codec.Bytes(Codec.Endian.LITTLE));

    /// One chunk of every form, without those that differ only in the size of their elements.
    static List<Chunks.Chunk> forms() {
        return Chunks.recorded().stream()
                .filter(chunk -> chunk.encoded().remaining() < 3000)
                .filter(chunk -> chunk.typeBytes() == 2 || chunk.typeBytes() == 16)
                .toList();
    }

    /// What decoding comes to; empty if the chunk is refused.
    private static Optional<byte[][]> outcome(byte[] encoded, Chunks.Chunk chunk, DecodeScratch scratch) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            return Optional.of(
                    Chunks.decode(ChunkBytes.of(encoded), chunk.codecs(), chunk.type(), chunk.elements(), scratch));
        } catch (CorruptChunkException refused) {
            assertThat(refused).message().isNotBlank();
            return Optional.empty();
        } finally {
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MAX_ALLOCATED_BYTES);
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void truncatedChunkIsRefused(Chunks.Chunk chunk) {
        byte[] whole = chunk.bytes();
        try (var scratch = new DecodeScratch()) {
            for (int length = 0; length < whole.length; length++) {
                assertThat(outcome(Arrays.copyOf(whole, length), chunk, scratch))
                        .as("%d of %d bytes", length, whole.length)
                        .isEmpty();
            }
        }
    }

    @Test
    void damagedChunkIsRefusedOrDecodesToSomething() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        List<Chunks.Chunk> forms = forms();
        Chunks.Chunk other = Chunks.recorded().stream()
                .filter(chunk -> chunk.name().equals("far matches"))
                .findFirst()
                .orElseThrow();
        try (var fresh = new DecodeScratch();
                var used = new DecodeScratch()) {
            for (int i = 0; i < FLIPS; i++) {
                Chunks.Chunk chunk = forms.get(random.nextInt(forms.size()));
                byte[] damaged = damaged(chunk.bytes(), random);
                Optional<byte[][]> first = outcome(damaged, chunk, fresh);
                Chunks.decode(other, used);
                Optional<byte[][]> second = outcome(damaged, chunk, used);
                assertThat(second.isPresent())
                        .as("seed %d, flip %d, chunk %s: depends on what was decoded before", seed, i, chunk)
                        .isEqualTo(first.isPresent());
                assertThat(second.map(Arrays::deepHashCode))
                        .as("seed %d, flip %d, chunk %s: depends on what was decoded before", seed, i, chunk)
                        .isEqualTo(first.map(Arrays::deepHashCode));
            }
        } catch (RuntimeException unexpected) {
            throw new AssertionError("seed " + seed, unexpected);
        }
    }

    /// Flips bits or bytes, mostly in the first ones, where the headers are.
    private static byte[] damaged(byte[] bytes, Random random) {
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 40));
            bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : bytes[at] ^ 1 << random.nextInt(8));
        }
        return bytes;
    }

    // --- headers that promise too much

    private static byte[] bloscFrame(int flags, int typeBytes, int bytes, int blockBytes, int... table) {
        ByteBuffer frame = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        frame.put((byte) 2).put((byte) 1).put((byte) flags).put((byte) typeBytes);
        frame.putInt(bytes).putInt(blockBytes).putInt(frame.capacity());
        Arrays.stream(table).forEach(frame::putInt);
        return frame.array();
    }

    private static void assertRefused(byte[] encoded, int elements, Codec... codecs) {
        var all = new ArrayList<>(PLAIN);
        all.addAll(List.of(codecs));
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try (var scratch = new DecodeScratch()) {
            assertThatThrownBy(() -> Chunks.decode(ChunkBytes.of(encoded), all, DataType.UINT16, elements, scratch))
                    .isInstanceOf(CorruptChunkException.class);
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MAX_ALLOCATED_BYTES);
    }

    @Test
    void bloscHeaderWithImpossibleSizesIsRefused() {
        Codec blosc = Chunks.codec("blosc");
        for (int flags : new int[] {0x90, 0x94, 0x91, 0x84, 0x24, 0x74, 0x54, 0xF0}) {
            assertRefused(bloscFrame(flags, 2, 200, 0, 20), 100, blosc);
            assertRefused(bloscFrame(flags, 2, 200, -8, 20), 100, blosc);
            assertRefused(bloscFrame(flags, 2, 200, 1 << 30, 20), 100, blosc);
            assertRefused(bloscFrame(flags, 2, 200, 1, 20), 100, blosc);
            assertRefused(bloscFrame(flags, 0, 200, 200, 20), 100, blosc);
            assertRefused(bloscFrame(flags, 2, -200, 200, 20), 100, blosc);
            assertRefused(bloscFrame(flags, 2, 200, 200, -20), 100, blosc);
            assertRefused(bloscFrame(flags, 2, 200, 200, 64), 100, blosc);
            assertRefused(bloscFrame(flags, 2, 200, 200, 4), 100, blosc);
            assertRefused(bloscFrame(flags, 2, 200, 200, 62), 100, blosc);
            assertRefused(bloscFrame(flags, 2, 200, 200, 20, -1), 100, blosc);
            assertRefused(bloscFrame(flags, 2, 200, 200, 20, Integer.MAX_VALUE), 100, blosc);
        }
        assertRefused(bloscFrame(0x02, 2, 200, 200), 100, blosc);
        assertRefused(bloscFrame(0x02, 2, Integer.MAX_VALUE, 1), 100, blosc);
        byte[] otherVersion = bloscFrame(0x90, 2, 200, 200, 20);
        otherVersion[0] = 5;
        assertRefused(otherVersion, 100, blosc);
    }

    /// In a chain nobody knows how large the inner form may be, only that it cannot be much larger.
    @Test
    void bloscHeaderInAChainIsRefusedToo() {
        Codec blosc = Chunks.codec("blosc");
        for (Codec inner : List.of(Chunks.codec("zstd"), Chunks.codec("gzip"), blosc, Chunks.codec("crc32c"))) {
            for (int bytes : new int[] {0, 1, 1000, 1 << 20, Integer.MAX_VALUE}) {
                for (int blockBytes : new int[] {Integer.MIN_VALUE, -9, -1, 0, 1, 63 << 20, Integer.MAX_VALUE}) {
                    assertRefused(bloscFrame(0x90, 1, bytes, blockBytes, 20), 100, inner, blosc);
                    assertRefused(bloscFrame(0x94, 2, bytes, blockBytes, 20), 100, inner, blosc);
                }
            }
        }
    }

    /// No more is read for a block than it can need, however far away the next one is.
    @Test
    void gapInAFrameIsNotRead() {
        byte[] frame = bloscFrame(0x90, 2, 8, 8, 20, 8, 0x04030201, 0x08070605);
        byte[] wide = Arrays.copyOf(frame, 32 << 20);
        ByteBuffer.wrap(wide).order(ByteOrder.LITTLE_ENDIAN).putInt(12, wide.length);
        var counting = new ChunkBytes() {
            private long read;

            @Override
            public long length() {
                return wide.length;
            }

            @Override
            public void read(long position, ByteBuffer target) {
                read += target.remaining();
                target.put(wide, (int) position, target.remaining());
            }
        };
        var codecs = List.of(new Codec.Bytes(Codec.Endian.LITTLE), Chunks.codec("blosc"));
        try (var scratch = new DecodeScratch()) {
            byte[][] planes = Chunks.decode(counting, codecs, DataType.UINT16, 4, scratch);
            assertThat(planes).isDeepEqualTo(new byte[][] {{1, 3, 5, 7}, {2, 4, 6, 8}});
        }
        assertThat(counting.read).isLessThan(100);
    }

    @Test
    void zstdFrameOfGiantContentOrWindowIsRefused() {
        Codec zstd = Chunks.codec("zstd");
        ByteBuffer giantContent = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        giantContent.putInt(0xFD2FB528).put((byte) 0xE0).putLong(1L << 50);
        ByteBuffer giantWindow = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        giantWindow.putInt(0xFD2FB528).put((byte) 0x00).put((byte) 0xF8);
        for (byte[] frame : List.of(giantContent.array(), giantWindow.array())) {
            assertRefused(frame, 100, zstd);
            assertRefused(frame, 100, Chunks.codec("gzip"), zstd);
            ByteBuffer inBlosc = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
            inBlosc.put(bloscFrame(0x90, 2, 200, 200, 20)).putInt(20, 32).put(24, frame);
            assertRefused(inBlosc.array(), 100, Chunks.codec("blosc"));
        }
    }

    /// A block is what its stream decodes to, the whole of it, and the checksum behind it.
    @Test
    void zlibBlockWhoseStreamGoesOnOrLacksItsEndIsRefused() throws IOException {
        Codec blosc = Chunks.codec("blosc");
        byte[] stream = zlib(new byte[64]);
        try (var scratch = new DecodeScratch()) {
            byte[] whole = zlibFrame(stream);
            var codecs = List.of(PLAIN.getFirst(), blosc);
            assertThat(Chunks.decode(ChunkBytes.of(whole), codecs, DataType.UINT8, 64, scratch))
                    .isDeepEqualTo(new byte[1][64]);
        }
        assertRefused(zlibFrame(zlib(new byte[65])), 32, blosc);
        for (int missing = 1; missing < stream.length; missing++) {
            assertRefused(zlibFrame(Arrays.copyOf(stream, stream.length - missing)), 32, blosc);
        }
        stream[stream.length - 1] ^= 1;
        assertRefused(zlibFrame(stream), 32, blosc);
    }

    /// One block of 64 bytes.
    private static byte[] zlibFrame(byte[] stream) {
        byte[] frame = Arrays.copyOf(bloscFrame(0x70, 1, 64, 64, 20, stream.length), 24 + stream.length);
        System.arraycopy(stream, 0, frame, 24, stream.length);
        ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(12, frame.length);
        return frame;
    }

    private static byte[] zlib(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    /// Three streams of 133 bytes leave a byte of the block to nobody.
    @Test
    void blockThatDoesNotSplitEvenlyIsRefused() {
        byte[] frame = Arrays.copyOf(bloscFrame(0x80, 3, 400, 400, 20), 20 + 3 * (4 + 133));
        ByteBuffer bytes = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(12, frame.length);
        for (int stream = 0; stream < 3; stream++) {
            bytes.putInt(20 + stream * (4 + 133), 133);
        }
        assertRefused(frame, 200, Chunks.codec("blosc"));
    }

    @Test
    void bombIsGivenUpAtTheExpectedSize() throws IOException {
        byte[] bomb = gzip(new byte[1 << 20], 64);
        assertRefused(bomb, 100, Chunks.codec("gzip"));
        assertRefused(bomb, 100, Chunks.codec("zstd"), Chunks.codec("gzip"));
        assertRefused(bomb, 100, Chunks.codec("crc32c"), Chunks.codec("gzip"));
        assertRefused(gzip(bomb, 1), 100, Chunks.codec("gzip"), Chunks.codec("gzip"));
    }

    private static byte[] gzip(byte[] content, int times) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < times; i++) {
                out.write(content);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void garbageIsRefusedByEveryCodec() {
        var random = new Random(7);
        for (String codec : List.of("blosc", "zstd", "gzip", "zlib", "crc32c")) {
            for (int length = 0; length < 100; length++) {
                byte[] garbage = new byte[length];
                random.nextBytes(garbage);
                assertRefused(garbage, 500, Chunks.codec(codec));
            }
        }
    }
}
