package dev.zarrgo.converter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// The encoder must write what c-blosc writes for EOPF products, and the decoder must read it (rules I8,
/// L32). Frames that c-blosc 1.21 made are recorded here; random ones go through our own decoder.
class BitShuffleEncoderTest {

    private static final int ZSTD_LEVEL = 5;
    private static final List<Codec> CODECS =
            List.of(new Codec.Bytes(Codec.Endian.LITTLE), new Codec.Blosc("zstd", 3, Codec.Shuffle.BIT, 1, 0));

    @Property(tries = 300)
    void shuffleIsTheInverseOfUnshuffle(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 700) int octets, @ForAll @IntRange(max = 70) int from) {
        int elements = 8 * octets;
        byte[] plane = random(seed, from + elements);
        byte[] block = new byte[3 * elements + BitShuffle.SLACK];
        BitShuffle.shuffle(plane, from, elements, block, 1, new byte[2 * BitShuffle.GROUP]);
        byte[] back = new byte[elements];
        BitShuffle.unshuffle(block, elements, 1, 0, elements, back, 0, false, new byte[BitShuffle.GROUP]);
        assertThat(back).isEqualTo(Arrays.copyOfRange(plane, from, from + elements));
    }

    @Property(tries = 50)
    void rowsHoldTheBitsOfElements(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int octets) {
        int elements = 8 * octets;
        byte[] plane = random(seed, elements);
        byte[] block = new byte[elements];
        BitShuffle.shuffle(plane, 0, elements, block, 0, new byte[2 * BitShuffle.GROUP]);
        for (int element = 0; element < elements; element++) {
            for (int bit = 0; bit < 8; bit++) {
                int stored = block[bit * octets + element / 8] >> element % 8 & 1;
                assertThat(stored).isEqualTo(plane[element] >> bit & 1);
            }
        }
    }

    @Property(tries = 60)
    void framesDecodeToWhatWasEncoded(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300_000) int elements,
            @ForAll @IntRange(max = 4) int type,
            @ForAll @IntRange(max = 255) int variety) {
        int typeBytes = List.of(1, 2, 4, 8, 28).get(type);
        byte[] content = random(seed, elements * typeBytes);
        for (int i = 0; i < content.length; i++) {
            content[i] &= (byte) variety;
        }
        assertThat(decoded(encoded(typeBytes, content), typeBytes, elements)).isEqualTo(content);
    }

    @Test
    void shortChunksAreStoredLikeThoseOfBlosc() {
        byte[] content = new byte[40];
        for (int i = 0; i < 20; i++) {
            content[2 * i] = (byte) i;
        }
        assertThat(hex(encoded(2, content)))
                .isEqualTo("02019602280000002800000038000000"
                        + "0000010002000300040005000600070008000900"
                        + "0a000b000c000d000e000f001000110012001300");
    }

    @Test
    void headersAreThoseOfBlosc() {
        // A 1830 x 1830 chunk of u1, 26 blocks; and the 9 x 9 f4 of a weather table, one block.
        assertThat(hex(encoded(1, new byte[1830 * 1830]))).startsWith("02019401a419330000000200");
        assertThat(hex(encoded(4, new byte[9 * 9 * 4]))).startsWith("020194044401000044010000");
    }

    @Test
    void blocksOfAnOddNumberOfElementsAreNotShuffled() {
        byte[] content = random(1, 305 * 305);
        for (int i = 0; i < content.length; i++) {
            content[i] &= 1;
        }
        byte[] frame = encoded(1, content);
        assertThat(frame[2] & 0xFF).isEqualTo(0x94);
        try (var zstd = new ZstdDecompressCtx()) {
            assertThat(zstd.decompress(Arrays.copyOfRange(frame, 24, frame.length), content.length))
                    .isEqualTo(content);
        }
    }

    @Test
    void framesNeedNotBeMadeInOnePiece() {
        int elements = 3 * BitShuffleEncoder.blockElements(2) + 5000;
        byte[] content = random(7, 2 * elements);
        var planes = new Planes(2, elements).reshape(1, elements);
        for (int i = 0; i < elements; i++) {
            planes.plane(0)[i] = content[2 * i];
            content[2 * i + 1] &= 3;
            planes.plane(1)[i] = content[2 * i + 1];
        }
        var blocks = new ArrayList<byte[]>();
        try (var encoder = new BitShuffleEncoder(ZSTD_LEVEL)) {
            for (int from = 0; from < elements; from += BitShuffleEncoder.blockElements(2)) {
                int count = Math.min(BitShuffleEncoder.blockElements(2), elements - from);
                blocks.add(encoder.block(planes, from, count));
            }
        }
        ByteBuffer head = BitShuffleEncoder.head(2, content.length, blocks);
        ByteBuffer frame = ByteBuffer.allocate(head.remaining()
                + blocks.stream().mapToInt(block -> block.length).sum());
        frame.put(head);
        blocks.forEach(frame::put);
        assertThat(frame.array()).isEqualTo(encoded(2, content));
        assertThat(decoded(frame.array(), 2, elements)).isEqualTo(content);
    }

    private static byte[] encoded(int typeBytes, byte[] content) {
        try (var encoder = new BitShuffleEncoder(ZSTD_LEVEL)) {
            ByteBuffer frame = encoder.chunk(typeBytes, content);
            byte[] bytes = new byte[frame.remaining()];
            frame.get(bytes);
            return bytes;
        }
    }

    private static byte[] decoded(byte[] frame, int typeBytes, int elements) {
        var type =
                typeBytes == 28 ? new DataType(DataType.Kind.UTF32, 28) : new DataType(DataType.Kind.UINT, typeBytes);
        var planes = new Planes(typeBytes, elements).reshape(1, elements);
        try (var scratch = new DecodeScratch();
                ChunkCursor cursor = ChunkCursor.open(ChunkBytes.of(frame), CODECS, type, elements, scratch)) {
            cursor.read(elements, planes, 0, scratch);
            cursor.finish();
        }
        byte[] content = new byte[typeBytes * elements];
        for (int i = 0; i < content.length; i++) {
            content[i] = planes.plane(i % typeBytes)[i / typeBytes];
        }
        return content;
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
