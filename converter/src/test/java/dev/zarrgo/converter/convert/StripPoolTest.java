package dev.zarrgo.converter.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.codec.Planes;
import org.junit.jupiter.api.Test;

/// Large buffers are used again, and never more of them kept than the pool may.
class StripPoolTest {

    private static final int WIDTH = 1 << 10;
    private static final int ROWS = 1 << 9;
    private static final long BYTES = 2L * ROWS * WIDTH;

    private final StripPool pool = new StripPool(2 * BYTES);

    @Test
    void bufferThatFitsIsUsedAgain() {
        Planes strip = pool.take(2, ROWS, WIDTH);
        assertThat(strip.rows()).isEqualTo(ROWS);
        pool.give(strip);
        Planes again = pool.take(2, ROWS - 1, WIDTH);
        assertThat(again).isSameAs(strip);
        assertThat(again.rows()).isEqualTo(ROWS - 1);
        assertThat(pool.take(2, ROWS, WIDTH)).as("nobody else's").isNotSameAs(strip);
    }

    @Test
    void otherTypesAndSizesAreNotMixedUp() {
        Planes strip = pool.take(2, ROWS, WIDTH);
        pool.give(strip);
        assertThat(pool.take(1, ROWS, WIDTH)).isNotSameAs(strip);
        assertThat(pool.take(2, ROWS + 1, WIDTH)).as("too small").isNotSameAs(strip);
        assertThat(pool.take(2, ROWS / 2 + 1, WIDTH)).as("far too large").isNotSameAs(strip);
        assertThat(pool.take(2, ROWS, WIDTH)).isSameAs(strip);
    }

    @Test
    void smallBuffersAreNotWorthKeeping() {
        Planes small = pool.take(2, 1, WIDTH);
        pool.give(small);
        assertThat(pool.take(2, 1, WIDTH)).isNotSameAs(small);
    }

    @Test
    void oldestGoWhenThereAreTooMany() {
        Planes first = pool.take(2, ROWS, WIDTH);
        Planes second = pool.take(2, ROWS, WIDTH);
        Planes third = pool.take(2, ROWS, WIDTH);
        pool.give(first);
        pool.give(second);
        pool.give(third);
        assertThat(pool.take(2, ROWS, WIDTH)).isSameAs(second);
        assertThat(pool.take(2, ROWS, WIDTH)).isSameAs(third);
        assertThat(pool.take(2, ROWS, WIDTH)).isNotSameAs(first);
    }
}
