package dev.zarrgo.converter.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.testkit.EnabledIfOracle;
import dev.zarrgo.testkit.Oracle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Encoded chunks hold the pixels of their part of the strip, padded with fill: by our own decoder for any
/// strip, and by c-blosc for every kind of content and size.
class ChunkEncoderTest {

    private static final List<Codec> CODECS =
            List.of(new Codec.Bytes(Codec.Endian.LITTLE), new Codec.Blosc("zstd", 1, Codec.Shuffle.BYTE, 2, 0));

    private enum Content {
        NOISE,
        IMAGE,
        CONSTANT,
        FILL
    }

    /// A chunk to be written: its shape, and where it lies in which strip.
    private record Sample(
            int typeBytes, int rows, int columns, int stripRows, int stripColumns, int row, int column, int level) {

        Planes strip(Content content, byte[] fill, Random random) {
            var planes = new Planes(typeBytes, stripRows * stripColumns + 3).reshape(stripRows, stripColumns);
            for (int b = 0; b < typeBytes; b++) {
                byte[] plane = planes.plane(b);
                random.nextBytes(plane);
                for (int i = 0; i < plane.length; i++) {
                    switch (content) {
                        case NOISE -> {}
                        case IMAGE -> plane[i] = (byte) (b == 0 ? i / 9 + (plane[i] & 3) : i / 2000);
                        case CONSTANT -> plane[i] = (byte) (b + 1);
                        case FILL -> plane[i] = fill[b];
                    }
                }
            }
            return planes;
        }

        /// The pixels of the chunk as interleaved little-endian elements.
        byte[] expected(Planes strip, byte[] fill) {
            byte[] pixels = new byte[rows * columns * typeBytes];
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    boolean inside = row + r < stripRows && column + c < stripColumns;
                    for (int b = 0; b < typeBytes; b++) {
                        pixels[(r * columns + c) * typeBytes + b] =
                                inside ? strip.plane(b)[(row + r) * stripColumns + column + c] : fill[b];
                    }
                }
            }
            return pixels;
        }

        byte[] fill() {
            byte[] fill = new byte[typeBytes];
            Arrays.fill(fill, (byte) (rows % 3));
            return fill;
        }

        ChunkEncoder encoder() {
            return new ChunkEncoder(typeBytes, rows, columns, fill(), level);
        }
    }

    /// Encodes into the middle of an array and looks whether it stays within its bound.
    private static byte[] encode(ChunkEncoder encoder, Sample sample, Planes strip, boolean always) {
        byte[] target = new byte[5 + encoder.bound() + 5];
        Arrays.fill(target, (byte) 0x5A);
        int length = always
                ? encoder.encodeAlways(strip, sample.row, sample.column, target, 5)
                : encoder.encode(strip, sample.row, sample.column, target, 5);
        assertThat(length).isBetween(0, encoder.bound());
        for (int i = 0; i < 5; i++) {
            assertThat(target[i]).isEqualTo((byte) 0x5A);
            assertThat(target[5 + encoder.bound() + i]).isEqualTo((byte) 0x5A);
        }
        return Arrays.copyOfRange(target, 5, 5 + length);
    }

    private static byte[] decode(byte[] encoded, Sample sample) {
        int elements = sample.rows * sample.columns;
        DataType type = new DataType(DataType.Kind.UINT, sample.typeBytes);
        try (var scratch = new DecodeScratch()) {
            byte[][] planes = Chunks.decode(ChunkBytes.of(encoded), CODECS, type, elements, scratch);
            byte[] pixels = new byte[elements * sample.typeBytes];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = planes[i % sample.typeBytes][i / sample.typeBytes];
            }
            return pixels;
        }
    }

    private static void check(Sample sample, Content content, Random random) {
        byte[] fill = sample.fill();
        Planes strip = sample.strip(content, fill, random);
        byte[] expected = sample.expected(strip, fill);
        try (ChunkEncoder encoder = sample.encoder()) {
            byte[] always = encode(encoder, sample, strip, true);
            assertThat(decode(always, sample)).isEqualTo(expected);
            byte[] encoded = encode(encoder, sample, strip, false);
            if (consistsOf(expected, fill)) {
                assertThat(encoded).as("rule R40: fill is not stored").isEmpty();
            } else {
                assertThat(encoded).as("rule R42: the same bytes every time").isEqualTo(always);
                assertThat(encode(encoder, sample, strip, false)).isEqualTo(always);
            }
        }
    }

    private static boolean consistsOf(byte[] pixels, byte[] fill) {
        for (int i = 0; i < pixels.length; i++) {
            if (pixels[i] != fill[i % fill.length]) {
                return false;
            }
        }
        return true;
    }

    @Property(tries = 300)
    void anyChunkOfAnyStripDecodesToItsPixels(
            @ForAll @IntRange(min = 0, max = 3) int size,
            @ForAll @IntRange(min = 1, max = 70) int rows,
            @ForAll @IntRange(min = 1, max = 70) int columns,
            @ForAll @IntRange(min = 1, max = 150) int stripRows,
            @ForAll @IntRange(min = 1, max = 150) int stripColumns,
            @ForAll Content content,
            @ForAll int seed) {
        var random = new Random(seed);
        var sample = new Sample(
                1 << size,
                rows,
                columns,
                stripRows,
                stripColumns,
                random.nextInt(stripRows),
                random.nextInt(stripColumns),
                1);
        check(sample, content, random);
    }

    /// Sizes of real levels, with blocks of whole rows, a shorter last one, and rows longer than a block.
    private static List<Sample> realSizes() {
        var samples = new ArrayList<Sample>();
        for (int typeBytes : new int[] {1, 2, 4, 8}) {
            samples.add(new Sample(typeBytes, 305, 305, 305, 305, 0, 0, 1));
            samples.add(new Sample(typeBytes, 152, 152, 152, 152, 0, 0, 1));
            samples.add(new Sample(typeBytes, 512, 512, 512, 600, 0, 512, 1)); // right edge
            samples.add(new Sample(typeBytes, 512, 512, 395, 600, 0, 0, 3)); // lower edge
            samples.add(new Sample(typeBytes, 100, 333, 250, 700, 200, 666, 1)); // corner
            samples.add(new Sample(typeBytes, 1, 10980, 1, 10980, 0, 0, 1)); // a table
            samples.add(new Sample(typeBytes, 1, 300_000, 1, 300_000, 0, 0, 1));
            samples.add(new Sample(typeBytes, 1, 1, 1, 1, 0, 0, 1));
            samples.add(new Sample(typeBytes, 3, 5, 1, 1, 0, 0, 1));
        }
        samples.add(new Sample(2, 305, 305, 305, 305, 0, 0, 17));
        samples.add(new Sample(2, 100, 100, 100, 100, 0, 0, 22));
        return samples;
    }

    @Test
    void realSizesDecodeToTheirPixels() {
        for (Sample sample : realSizes()) {
            for (Content content : Content.values()) {
                check(sample, content, new Random(sample.hashCode()));
            }
        }
    }

    /// Rule R39: what c-blosc finds in the frame is what was put in, byte for byte.
    @EnabledIfOracle
    @Test
    void numcodecsDecodesTheSameBytes(@TempDir Path folder) throws IOException {
        int count = 0;
        for (Sample sample : realSizes()) {
            for (Content content : Content.values()) {
                byte[] fill = sample.fill();
                Planes strip = sample.strip(content, fill, new Random(count));
                try (ChunkEncoder encoder = sample.encoder()) {
                    Files.write(folder.resolve(count + ".blosc"), encode(encoder, sample, strip, true));
                    Files.write(folder.resolve(count + ".raw"), sample.expected(strip, fill));
                }
                count++;
            }
        }
        String answer = Oracle.installed().run(ChunkEncoderTest.class, "decode_frames.py", folder);
        assertThat(answer.strip()).isEqualTo(count + " frames");
    }

    @Test
    void theHeaderSaysWhatRuleR39Asks() {
        var sample = new Sample(2, 305, 305, 305, 305, 0, 0, 1);
        try (ChunkEncoder encoder = sample.encoder()) {
            byte[] frame = encode(encoder, sample, sample.strip(Content.IMAGE, sample.fill(), new Random(1)), true);
            BloscHeader header = BloscHeader.parse(ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN));
            assertThat(header.compressor()).isEqualTo(BloscHeader.ZSTD);
            assertThat(header.typeBytes()).isEqualTo(2);
            assertThat(header.bytes()).isEqualTo(2 * 305 * 305);
            assertThat(header.storedBytes()).isEqualTo(frame.length);
            assertThat(header.shuffleOf(header.blockBytes())).isEqualTo(Codec.Shuffle.BYTE);
            assertThat(header.blockBytes()).isEqualTo(2 * 305 * 305);
        }
    }

    /// Only the first of many equal chunks is compressed; no other constant may take its place.
    @Test
    void constantsAreToldApart() {
        var sample = new Sample(2, 16, 16, 16, 16, 0, 0, 1);
        try (ChunkEncoder encoder = sample.encoder()) {
            for (int value = 0; value < 100; value++) {
                for (int repeat = 0; repeat < 2; repeat++) {
                    Planes strip = sample.strip(Content.CONSTANT, sample.fill(), new Random(1));
                    Arrays.fill(strip.plane(0), (byte) value);
                    Arrays.fill(strip.plane(1), (byte) (value % 7));
                    byte[] expected = sample.expected(strip, sample.fill());
                    byte[] encoded = encode(encoder, sample, strip, false);
                    if (encoded.length > 0) {
                        assertThat(decode(encoded, sample)).isEqualTo(expected);
                    } else {
                        assertThat(consistsOf(expected, sample.fill())).isTrue();
                    }
                }
            }
        }
    }

    /// A single pixel that differs, anywhere, keeps a chunk from being taken for a constant (rule R40).
    @Test
    void onePixelThatDiffersIsStored() {
        var sample = new Sample(2, 300, 300, 300, 300, 0, 0, 1);
        byte[] fill = sample.fill();
        try (ChunkEncoder encoder = sample.encoder()) {
            for (int at : new int[] {0, 1, 299, 300, 44_999, 45_000, 89_998, 89_999}) {
                for (int b = 0; b < 2; b++) {
                    Planes strip = sample.strip(Content.FILL, fill, new Random(1));
                    strip.plane(b)[at] ^= 1;
                    assertThat(decode(encode(encoder, sample, strip, false), sample))
                            .isEqualTo(sample.expected(strip, fill));
                }
            }
        }
    }

    @Test
    void fillOfAnotherSizeIsAProgrammingError() {
        assertThatThrownBy(() -> new ChunkEncoder(2, 1, 1, new byte[1], 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
