package dev.zarrgo.converter.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The element types of rule I8, and the place of their bytes among the planes.
class DataTypeTest {

    private static final Map<DataType.Kind, Set<Integer>> SIZES = new EnumMap<>(Map.of(
            DataType.Kind.BOOL, Set.of(1),
            DataType.Kind.INT, Set.of(1, 2, 4, 8),
            DataType.Kind.UINT, Set.of(1, 2, 4, 8),
            DataType.Kind.FLOAT, Set.of(4, 8),
            DataType.Kind.COMPLEX, Set.of(8, 16)));

    @Test
    void numbersHaveTheSizesOfI8AndNoOthers() {
        SIZES.forEach((kind, sizes) -> {
            for (int bytes = -1; bytes <= 32; bytes++) {
                int size = bytes;
                if (sizes.contains(bytes)) {
                    assertThat(new DataType(kind, bytes).wordBytes())
                            .isEqualTo(kind == DataType.Kind.COMPLEX ? bytes / 2 : bytes);
                } else {
                    assertThatThrownBy(() -> new DataType(kind, size)).isInstanceOf(IllegalArgumentException.class);
                }
            }
        });
    }

    @Test
    void textIsOfAnyReasonableLength() {
        assertThat(new DataType(DataType.Kind.UTF32, 28).wordBytes()).isEqualTo(4);
        assertThat(new DataType(DataType.Kind.ASCII, 3).wordBytes()).isEqualTo(1);
        for (int bytes : new int[] {0, 2, 7, 1 << 20}) {
            assertThatThrownBy(() -> new DataType(DataType.Kind.UTF32, bytes))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (int bytes : new int[] {-1, 0, 1 << 20}) {
            assertThatThrownBy(() -> new DataType(DataType.Kind.ASCII, bytes))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void everyNumericTypeIsFoundByItsName() {
        SIZES.forEach((kind, sizes) -> sizes.forEach(bytes -> {
            var type = new DataType(kind, bytes);
            assertThat(DataType.named(type.zarrName())).contains(type);
        }));
        assertThat(DataType.named("float16")).isEmpty();
        assertThat(DataType.named("fixed_length_utf32")).isEmpty();
        assertThat(DataType.named("")).isEmpty();
    }

    @Test
    void theLeastSignificantByteGoesToTheFirstPlane() {
        assertThat(planes(4, 4, false)).containsExactly(0, 1, 2, 3);
        assertThat(planes(4, 4, true)).containsExactly(3, 2, 1, 0);
        assertThat(planes(8, 4, true)).as("complex").containsExactly(3, 2, 1, 0, 7, 6, 5, 4);
        assertThat(planes(12, 4, true)).as("text").containsExactly(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8);
        assertThat(planes(3, 1, true)).as("ASCII").containsExactly(0, 1, 2);
    }

    private static List<Integer> planes(int typeBytes, int wordBytes, boolean bigEndian) {
        var layout = new ByteLayout(typeBytes, wordBytes, bigEndian);
        return IntStream.range(0, typeBytes).map(layout::plane).boxed().toList();
    }

    @Test
    void planesHoldAnyRectangleThatFits() {
        var planes = new Planes(2, 12);
        assertThat(planes.reshape(3, 4).rows()).isEqualTo(3);
        assertThat(planes.reshape(1, 12).width()).isEqualTo(12);
        assertThat(planes.reshape(0, 5).rows()).isZero();
        assertThat(planes.typeBytes()).isEqualTo(2);
        assertThatThrownBy(() -> planes.reshape(2, 7)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> planes.reshape(-1, 7)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> planes.reshape(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
