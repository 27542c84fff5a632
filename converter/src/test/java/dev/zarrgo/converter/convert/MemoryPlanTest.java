package dev.zarrgo.converter.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.InsufficientResourcesException;
import dev.zarrgo.converter.raster.Reduction;
import dev.zarrgo.converter.store.Footprint;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.ChunkKeys;
import dev.zarrgo.converter.zarr.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// As many workers as the heap has room for (rule X10).
class MemoryPlanTest {

    private static final long MEBIBYTE = 1 << 20;
    private static final int FULL = 10980;

    /// A band with a coarser level of half its size.
    private static RasterPlan band(int size, int chunk, DataType type) {
        LevelPlan coarser = new LevelPlan("r20m/b", array(size / 2, chunk, type), 2, List.of());
        LevelPlan finest = new LevelPlan("r10m/b", array(size, chunk, type), 1, List.of(coarser));
        return new RasterPlan("r10m/b", finest.target(), Reduction.MEAN, OptionalLong.of(0), Optional.empty(), finest);
    }

    private static ArrayMetadata array(int size, int chunk, DataType type) {
        List<Integer> chunkShape = List.of(Math.min(chunk, size), Math.min(chunk, size));
        return new ArrayMetadata(
                3,
                type,
                List.of(size, size),
                chunkShape,
                ChunkKeys.DEFAULT_SLASH,
                IntNode.valueOf(0),
                Codecs.packed(List.of(), type, 1),
                List.of("y", "x"),
                Json.object());
    }

    private static MemoryPlan plan(RasterPlan band, long heapMebibytes, int threads) {
        return MemoryPlan.of(List.of(band), heapMebibytes * MEBIBYTE, Footprint.NONE, Footprint.NONE, threads);
    }

    @Test
    void usualHeapHoldsAWorkerForEachOfFourProcessors() {
        assertThat(plan(band(FULL, 512, DataType.UINT16), 448, 4).workers()).isEqualTo(4);
        assertThat(plan(band(FULL, 512, DataType.UINT16), 4096, 4).workers()).isEqualTo(4);
    }

    @Test
    void smallHeapHoldsFewerAndTheSmallestOne() {
        int before = 64;
        for (long heap : new long[] {4096, 2048, 1024, 512, 256, 160}) {
            int workers = plan(band(FULL, 512, DataType.UINT16), heap, 64).workers();
            assertThat(workers).isBetween(1, before);
            before = workers;
        }
        assertThat(before).isLessThan(4);
        assertThat(plan(band(FULL, 512, DataType.UINT16), 256, 4).workers()).isPositive();
    }

    /// Decoded numbers are twice as long, chunks of 4096 need eight times as many rows.
    @Test
    void largerStripsNeedMore() {
        int usual = plan(band(FULL, 512, DataType.UINT16), 1024, 64).workers();
        assertThat(plan(band(FULL, 512, DataType.FLOAT32), 1024, 64).workers()).isLessThan(usual);
        assertThat(plan(band(FULL, 4096, DataType.UINT16), 1024, 64).workers()).isLessThan(usual);
    }

    @Test
    void tooSmallAHeapIsALackOfResources() {
        assertThatThrownBy(() -> plan(band(FULL, 4096, DataType.FLOAT32), 128, 4))
                .isInstanceOfSatisfying(InsufficientResourcesException.class, failure -> {
                    assertThat(ExitCode.of(failure)).isEqualTo(71);
                    assertThat(failure).hasMessageContaining("a heap of 128 MB is too small");
                    assertThat(failure.advice()).contains("--spatial-chunk", "ZARRGO_HEAP");
                });
    }

    @Test
    void whatIsKeptAndEncodedIsLessThanWhatIsInUse() {
        MemoryPlan plan = plan(band(FULL, 512, DataType.UINT16), 448, 4);
        assertThat(plan.stripBytes()).isEqualTo(512L * FULL * 2);
        assertThat(plan.keptBytes()).isBetween(1L, plan.workers() * plan.stripBytes());
        assertThat((long) plan.encodedBytes()).isBetween(plan.stripBytes() / 2, plan.stripBytes());
    }

    @Test
    void nothingToDoNeedsNothing() {
        assertThat(MemoryPlan.of(List.of(), 64 * MEBIBYTE, Footprint.NONE, Footprint.NONE, 3)
                        .workers())
                .isEqualTo(3);
    }
}
