package dev.zarrgo.converter.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.testkit.EnabledIfOracle;
import dev.zarrgo.testkit.Oracle;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Decodes chunks that numcodecs wrote, in every form of rule I8, and compares every byte.
class ChunkCursorTest {

    private static final int RANDOM_CHUNKS = 400;

    static List<Chunks.Chunk> recorded() {
        return Chunks.recorded();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void recordedChunkDecodesToItsElements(Chunks.Chunk chunk) {
        try (var scratch = new DecodeScratch()) {
            assertThat(Chunks.decode(chunk, scratch)).isDeepEqualTo(Chunks.planes(chunk));
        }
    }

    /// Rule I8: pieces of any size, read and passed over, are the same elements.
    @ParameterizedTest
    @MethodSource("recorded")
    void piecesAreTheSameElementsAsTheWhole(Chunks.Chunk chunk) {
        try (var scratch = new DecodeScratch()) {
            byte[][] expected = Chunks.planes(chunk);
            for (int longest : new int[] {1, 8, 63, 64, 65, 200, 1000}) {
                decodeInPieces(chunk, expected, longest, scratch);
            }
        }
    }

    private static void decodeInPieces(Chunks.Chunk chunk, byte[][] expected, int longest, DecodeScratch scratch) {
        if (longest == 1 && chunk.elements() > 2000) {
            return; // nothing that the others do not show
        }
        var random = new Random(longest);
        int elements = chunk.elements();
        // A margin on both sides that must stay as it is.
        var planes = new Planes(chunk.typeBytes(), elements + 2).reshape(1, elements + 2);
        byte[][] actual = Chunks.arrays(planes);
        byte[][] model = new byte[chunk.typeBytes()][elements + 2];
        for (int b = 0; b < actual.length; b++) {
            Arrays.fill(actual[b], (byte) 0x5A);
            Arrays.fill(model[b], (byte) 0x5A);
        }
        try (ChunkCursor cursor =
                ChunkCursor.open(ChunkBytes.of(chunk.bytes()), chunk.codecs(), chunk.type(), elements, scratch)) {
            for (int at = 0; at < elements; ) {
                int count = Math.min(elements - at, 1 + random.nextInt(longest));
                if (random.nextInt(4) == 0) {
                    cursor.skip(count, scratch);
                } else {
                    cursor.read(count, planes, 1 + at, scratch);
                    for (int b = 0; b < model.length; b++) {
                        System.arraycopy(expected[b], at, model[b], 1 + at, count);
                    }
                }
                at += count;
            }
            cursor.finish();
        }
        assertThat(actual).as("pieces of up to %d", longest).isDeepEqualTo(model);
    }

    /// Rule I6: no stored byte is read twice, and none is left out but what no block needs.
    @ParameterizedTest
    @MethodSource("recorded")
    void everyStoredByteIsReadOnce(Chunks.Chunk chunk) {
        byte[] content = chunk.bytes();
        var read = new BitSet(content.length);
        var counting = new ChunkBytes() {
            @Override
            public long length() {
                return content.length;
            }

            @Override
            public void read(long position, ByteBuffer target) {
                for (int i = 0; i < target.remaining(); i++) {
                    assertThat(read.get((int) position + i))
                            .as("byte %d again", position + i)
                            .isFalse();
                    read.set((int) position + i);
                }
                target.put(content, (int) position, target.remaining());
            }
        };
        try (var scratch = new DecodeScratch()) {
            Chunks.decode(counting, chunk.codecs(), chunk.type(), chunk.elements(), scratch);
        }
        assertThat(read.cardinality()).isEqualTo(content.length);
    }

    @EnabledIfOracle
    @Test
    void randomChunksOfNumcodecsDecodeToTheirElements(@TempDir Path folder) {
        long seed = new Random().nextInt(Integer.MAX_VALUE);
        Oracle.installed()
                .run(
                        ChunkCursorTest.class,
                        List.of("chunk_makers.py", "random_chunks.py"),
                        folder,
                        seed,
                        RANDOM_CHUNKS);
        try (var scratch = new DecodeScratch()) {
            for (Chunks.Chunk chunk : Chunks.read(folder)) {
                assertThat(Chunks.decode(chunk, scratch))
                        .as("seed %d, chunk %s", seed, chunk)
                        .isDeepEqualTo(Chunks.planes(chunk));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void chunkOfAnotherSizeIsRefused(Chunks.Chunk chunk) {
        try (var scratch = new DecodeScratch()) {
            for (int elements : new int[] {chunk.elements() - 1, chunk.elements() + 1}) {
                if (elements > 0) {
                    assertThatThrownBy(() -> Chunks.decode(
                                    ChunkBytes.of(chunk.bytes()), chunk.codecs(), chunk.type(), elements, scratch))
                            .as("%d instead of %d elements", elements, chunk.elements())
                            .isInstanceOf(CorruptChunkException.class);
                }
            }
        }
    }

    @Test
    void chunkOfMoreThanTwoGibibytesIsRefusedBeforeAnythingIsAllocated() {
        try (var scratch = new DecodeScratch()) {
            assertThatThrownBy(() -> ChunkCursor.open(
                            ChunkBytes.of(new byte[16]),
                            List.of(new Codec.Bytes(Codec.Endian.LITTLE)),
                            DataType.FLOAT64,
                            1 << 28,
                            scratch))
                    .isInstanceOf(CorruptChunkException.class)
                    .hasMessageContaining("too large");
        }
    }
}
