package dev.zarrgo.converter.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Finding one's way in a hierarchy; chunk keys and grids.
class HierarchyTest {

    private static ArrayMetadata array(List<Integer> shape, List<Integer> chunks) {
        return new ArrayMetadata(
                3,
                DataType.UINT16,
                shape,
                chunks,
                ChunkKeys.DEFAULT_SLASH,
                IntNode.valueOf(0),
                List.of(new Codec.Bytes(Codec.Endian.LITTLE)),
                List.of(),
                Json.object());
    }

    private static Hierarchy hierarchy() {
        var nodes = new TreeMap<String, Node>();
        for (String group : List.of("", "a", "a/b", "a-b", "a0", "a/b/c", "ab")) {
            nodes.put(group, new GroupMetadata(Json.object()));
        }
        for (String array : List.of("x", "a/x", "a/b/x", "a/b/y", "a-b/x", "a0/x", "ab/x")) {
            nodes.put(array, array(List.of(10, 20), List.of(5, 5)));
        }
        return new Hierarchy(nodes);
    }

    @Test
    void nodesAreFoundByPathAndKind() {
        Hierarchy hierarchy = hierarchy();
        assertThat(hierarchy.group("a/b")).isPresent();
        assertThat(hierarchy.group("a/b/x")).isEmpty();
        assertThat(hierarchy.group("nothing")).isEmpty();
        assertThat(hierarchy.array("a/b/x")).isPresent();
        assertThat(hierarchy.array("a/b")).isEmpty();
        assertThat(hierarchy.root()).isSameAs(hierarchy.node(""));
        assertThatThrownBy(() -> hierarchy.node("nothing")).isInstanceOf(IllegalArgumentException.class);
        assertThat(hierarchy.arrays().keySet()).containsExactly("a-b/x", "a/b/x", "a/b/y", "a/x", "a0/x", "ab/x", "x");
    }

    /// Names that begin like the group, or that sort between the group and what is in it, are not in it.
    @Test
    void onlyWhatIsBelowAGroupIsBelowIt() {
        Hierarchy hierarchy = hierarchy();
        assertThat(hierarchy.below("a").keySet()).containsExactly("a/b", "a/b/c", "a/b/x", "a/b/y", "a/x");
        assertThat(hierarchy.below("a/b/c")).isEmpty();
        assertThat(hierarchy.below("").keySet()).hasSize(13).doesNotContain("");
        assertThat(hierarchy.groupsIn("")).containsExactly("a", "a-b", "a0", "ab");
        assertThat(hierarchy.groupsIn("a")).containsExactly("b");
        assertThat(hierarchy.arraysIn("")).containsOnlyKeys("x");
        assertThat(hierarchy.arraysIn("a")).containsOnlyKeys("x");
        assertThat(hierarchy.arraysIn("a/b")).containsOnlyKeys("x", "y");
    }

    @Test
    void pathsAreTakenApartAndPutTogether() {
        assertThat(Hierarchy.parent("a/b/c")).isEqualTo("a/b");
        assertThat(Hierarchy.parent("a")).isEmpty();
        assertThat(Hierarchy.name("a/b/c")).isEqualTo("c");
        assertThat(Hierarchy.name("a")).isEqualTo("a");
        assertThat(Hierarchy.child("", "a")).isEqualTo("a");
        assertThat(Hierarchy.child("a", "b")).isEqualTo("a/b");
    }

    @Test
    void hierarchyIsUnmodifiableAndHasARootGroup() {
        assertThatThrownBy(() -> hierarchy().nodes().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> new Hierarchy(new TreeMap<>())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Hierarchy(new TreeMap<>(Map.of("", array(List.of(1), List.of(1))))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Rules R2 and the chunk key encodings of both versions of Zarr.
    @Test
    void chunkKeysAreThoseOfTheSpecifications() {
        assertThat(ChunkKeys.of(true, "/").key(List.of(1, 23))).isEqualTo("c/1/23");
        assertThat(ChunkKeys.of(true, ".").key(List.of(1, 23))).isEqualTo("c.1.23");
        assertThat(ChunkKeys.of(false, "/").key(List.of(1, 23))).isEqualTo("1/23");
        assertThat(ChunkKeys.of(false, ".").key(List.of(1, 23))).isEqualTo("1.23");
        assertThat(ChunkKeys.of(true, "/").key(List.of())).isEqualTo("c");
        assertThat(ChunkKeys.of(true, ".").key(List.of())).isEqualTo("c");
        assertThat(ChunkKeys.of(false, ".").key(List.of())).isEqualTo("0");
        assertThat(ChunkKeys.of(false, "/").key(List.of())).isEqualTo("0");
    }

    @Test
    void gridCountsPartialChunks() {
        assertThat(array(List.of(10, 11, 1, 0), List.of(5, 5, 5, 5)).grid()).containsExactly(2, 3, 1, 0);
        assertThat(array(List.of(), List.of()).grid()).isEmpty();
        assertThat(array(List.of(), List.of()).elements()).isEqualTo(1);
        assertThat(array(List.of(70_000, 70_000), List.of(5, 5)).bytes()).isEqualTo(9_800_000_000L);
        assertThatThrownBy(() -> array(List.of(1), List.of(1, 1))).isInstanceOf(IllegalArgumentException.class);
    }

    /// All shapes of up to three axes and all chunk shapes, small: every element is visited once, at the
    /// place where counting finds it.
    @Test
    void runsVisitEveryElementOfAnArrayOnce() {
        for (List<Integer> shape : shapes(4)) {
            for (List<Integer> chunks : chunkShapes(shape.size(), 3)) {
                int elements = shape.stream().reduce(1, (a, b) -> a * b);
                int[] visits = new int[elements];
                ArrayMetadata array = array(shape, chunks);
                for (List<Integer> index : ChunkRuns.indices(array.grid())) {
                    ChunkRuns.forEach(shape, chunks, index, (inArray, inChunk, length) -> {
                        for (int i = 0; i < length; i++) {
                            visits[inArray + i]++;
                            assertThat(inChunk + i).isEqualTo(inChunk(inArray + i, shape, chunks));
                        }
                    });
                }
                assertThat(visits)
                        .as("%s in %s", shape, chunks)
                        .containsOnly(elements == 0 ? new int[0] : new int[] {1});
            }
        }
    }

    private static int inChunk(int inArray, List<Integer> shape, List<Integer> chunks) {
        int rest = inArray;
        int inChunk = 0;
        int stride = 1;
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
            inChunk += rest % shape.get(axis) % chunks.get(axis) * stride;
            rest /= shape.get(axis);
            stride *= chunks.get(axis);
        }
        return inChunk;
    }

    private static List<List<Integer>> shapes(int largest) {
        var shapes = new ArrayList<List<Integer>>();
        shapes.add(List.of());
        for (int a = 0; a <= largest; a++) {
            shapes.add(List.of(a));
            for (int b = 0; b <= largest; b++) {
                shapes.add(List.of(a, b));
                for (int c = 1; c <= largest; c++) {
                    shapes.add(List.of(a, b, c));
                }
            }
        }
        return shapes;
    }

    private static List<List<Integer>> chunkShapes(int rank, int largest) {
        return shapes(largest).stream()
                .filter(shape -> shape.size() == rank && !shape.contains(0))
                .toList();
    }
}
