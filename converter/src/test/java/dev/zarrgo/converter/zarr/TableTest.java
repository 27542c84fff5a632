package dev.zarrgo.converter.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.DataType.Kind;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.store.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/// Small arrays: what they hold, and that what is written is read again.
class TableTest {

    private static final List<Codec> PLAIN = List.of(new Codec.Bytes(Codec.Endian.LITTLE));

    private static ArrayMetadata metadata(
            DataType type,
            List<Integer> shape,
            List<Integer> chunks,
            JsonNode fill,
            List<Codec> codecs,
            String... names) {
        return new ArrayMetadata(
                3, type, shape, chunks, ChunkKeys.DEFAULT_SLASH, fill, codecs, List.of(names), Json.object());
    }

    private static JsonNode fill(DataType type) {
        return switch (type.kind()) {
            case FLOAT -> TextNode.valueOf("NaN");
            case COMPLEX -> Json.numbers(List.of(0.0, 0.0));
            case UTF32, ASCII -> TextNode.valueOf("");
            case BOOL, INT, UINT -> IntNode.valueOf(0);
        };
    }

    @Property(tries = 400)
    void whatIsWrittenIsReadAgain(@ForAll long seed) {
        var random = new Random(seed);
        DataType type = List.of(
                        DataType.UINT8,
                        DataType.UINT16,
                        DataType.FLOAT32,
                        DataType.FLOAT64,
                        DataType.INT64,
                        new DataType(Kind.COMPLEX, 8),
                        new DataType(Kind.UTF32, 28),
                        new DataType(Kind.ASCII, 3))
                .get(random.nextInt(8));
        var shape = new ArrayList<Integer>();
        var chunks = new ArrayList<Integer>();
        for (int rank = random.nextInt(5); rank > 0; rank--) {
            int size = 1 + random.nextInt(9);
            shape.add(size);
            chunks.add(1 + random.nextInt(size + 2));
        }
        boolean packed = random.nextBoolean();
        var codecs = new ArrayList<>(PLAIN);
        if (packed) {
            codecs.add(MadeArray.blosc(Codec.Shuffle.BYTE, type.wordBytes()));
        }
        ArrayMetadata metadata = metadata(type, shape, chunks, fill(type), codecs);
        byte[] content = new byte[Math.toIntExact(metadata.bytes())];
        byte[] element = FillValues.bytes(type, metadata.fillValue());
        for (int i = 0; i < content.length; i++) {
            // About half of the small chunks are all fill.
            content[i] = random.nextInt(20) == 0 ? (byte) random.nextInt() : element[i % element.length];
        }
        var store = new MemoryStore();
        TableWriter.write(store, "g/t", metadata, new Table(type, shape, content.clone()), 1);
        try (var scratch = new DecodeScratch()) {
            assertThat(Table.read(store, "g/t", metadata, scratch).content()).isEqualTo(content);
        }
        assertThat(store.objects().keySet()).allMatch(key -> key.startsWith("g/t/c"));
        assertThat(store.openHandles()).isZero();
    }

    /// Rule R40, and rule I8: a coordinate is never left out.
    @Test
    void chunksOfFillAreLeftOutExceptOfCoordinates() {
        var zeros = new Table(DataType.INT64, List.of(10), new byte[80]);
        var store = new MemoryStore();
        TableWriter.write(
                store,
                "g/x",
                metadata(DataType.INT64, List.of(10), List.of(10), fill(DataType.INT64), PLAIN),
                zeros,
                1);
        assertThat(store.objects()).isEmpty();
        TableWriter.write(
                store,
                "g/x",
                metadata(DataType.INT64, List.of(10), List.of(10), fill(DataType.INT64), PLAIN, "x"),
                zeros,
                1);
        assertThat(store.objects()).containsOnlyKeys("g/x/c/0");
        TableWriter.write(
                store,
                "g/spatial_ref",
                metadata(DataType.INT64, List.of(), List.of(), fill(DataType.INT64), PLAIN),
                new Table(DataType.INT64, List.of(), new byte[8]),
                1);
        assertThat(store.objects()).as("rule R24").containsOnlyKeys("g/x/c/0");
    }

    @Test
    void arrayWithoutElementsHasNoObject() {
        var store = new MemoryStore();
        ArrayMetadata metadata =
                metadata(DataType.FLOAT64, List.of(3, 0), List.of(3, 1), fill(DataType.FLOAT64), PLAIN);
        TableWriter.write(store, "g/t", metadata, new Table(DataType.FLOAT64, List.of(3, 0), new byte[0]), 1);
        assertThat(store.objects()).isEmpty();
        try (var scratch = new DecodeScratch()) {
            assertThat(Table.read(store, "g/t", metadata, scratch).elements()).isZero();
        }
    }

    @Test
    void numbersAreThoseOfTheirType() {
        byte[] bytes = {(byte) 0xFF, (byte) 0xFE, (byte) 0xFD, (byte) 0xFC, 0, 0, 0, (byte) 0x80};
        assertThat(new Table(DataType.UINT8, List.of(8), bytes).longAt(0)).isEqualTo(255);
        assertThat(new Table(new DataType(Kind.INT, 1), List.of(8), bytes).longAt(0))
                .isEqualTo(-1);
        assertThat(new Table(DataType.UINT16, List.of(4), bytes).longAt(0)).isEqualTo(0xFEFF);
        assertThat(new Table(new DataType(Kind.INT, 2), List.of(4), bytes).longAt(1))
                .isEqualTo((short) 0xFCFD);
        assertThat(new Table(new DataType(Kind.UINT, 4), List.of(2), bytes).longAt(0))
                .isEqualTo(0xFCFDFEFFL);
        assertThat(new Table(new DataType(Kind.INT, 4), List.of(2), bytes).longAt(1))
                .isEqualTo(Integer.MIN_VALUE);
        assertThat(new Table(DataType.INT64, List.of(1), bytes).longAt(0)).isEqualTo(0x80000000FCFDFEFFL);
        assertThat(new Table(DataType.UINT16, List.of(4), bytes).doubleAt(0)).isEqualTo(0xFEFF);
        assertThat(Table.of(new double[] {1.5, Double.NaN}).doubleAt(1)).isNaN();
        assertThat(Table.of(new double[] {1.5, Double.NaN}).doubleAt(0)).isEqualTo(1.5);
        assertThat(Table.of(new long[] {5, -7}).longAt(1)).isEqualTo(-7);
        byte[] one = {0, 0, (byte) 0x80, 0x3f};
        assertThat(new Table(DataType.FLOAT32, List.of(1), one).doubleAt(0)).isEqualTo(1);
        assertThatThrownBy(() -> new Table(new DataType(Kind.COMPLEX, 8), List.of(1), bytes).doubleAt(0))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Table(DataType.UINT16, List.of(3), bytes))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Rule R4: byte strings are written as text.
    @Test
    void asciiBecomesUtf32() {
        byte[] ascii = "b01b8ax\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
        var bands = new Table(new DataType(Kind.ASCII, 3), List.of(4), ascii);
        Table wide = bands.as(new DataType(Kind.UTF32, 12));
        assertThat(wide.content()).hasSize(48);
        for (Table table : List.of(bands, wide)) {
            assertThat(table.textAt(0)).isEqualTo("b01");
            assertThat(table.textAt(1)).isEqualTo("b8a");
            assertThat(table.textAt(2)).isEqualTo("x");
            assertThat(table.textAt(3)).isEmpty();
        }
        assertThat(bands.as(bands.type())).isSameAs(bands);
        assertThatThrownBy(() -> bands.as(DataType.UINT8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Table.of(new long[1]).textAt(0)).isInstanceOf(IllegalStateException.class);
        byte[] full = Arrays.copyOf("äb".getBytes(StandardCharsets.UTF_32LE), 8);
        assertThat(new Table(new DataType(Kind.UTF32, 8), List.of(1), full).textAt(0))
                .isEqualTo("äb");
    }
}
