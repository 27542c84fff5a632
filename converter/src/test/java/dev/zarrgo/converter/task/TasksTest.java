package dev.zarrgo.converter.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many small things side by side: all of them are done, or a failure says that they are not.
@Timeout(60)
class TasksTest {

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 100})
    void everyItemIsDone(int count) {
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        Tasks.forEach(numbers(count), 7, done::add);
        assertThat(done).containsExactlyInAnyOrderElementsOf(numbers(count));
    }

    @Test
    void asManyAsAllowedAreSideBySideAndNoMore() {
        var together = new CyclicBarrier(4);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        Tasks.forEach(numbers(40), 4, _ -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            try {
                together.await(30, TimeUnit.SECONDS);
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            } finally {
                inside.decrementAndGet();
            }
        });
        assertThat(most).hasValue(4);
    }

    @Test
    void firstFailureIsThrownAndKeepsOthersFromStarting() {
        var begun = new AtomicInteger();
        assertThatThrownBy(() -> Tasks.forEach(numbers(1000), 4, number -> {
                    begun.incrementAndGet();
                    if (number == 10) {
                        throw new IllegalStateException("broken");
                    }
                    if (number > 10) {
                        awaitInterruption();
                    }
                }))
                .hasMessage("broken");
        assertThat(begun.get()).as("the three others were in one each").isBetween(11, 14);
    }

    private static void awaitInterruption() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            // As it should be.
        }
    }

    /// What is no exception is a failure as well.
    @Test
    void errorsAreNotLost() {
        assertThatThrownBy(() -> Tasks.forEach(numbers(3), 2, _ -> {
                    throw new OutOfMemoryError("as if");
                }))
                .isInstanceOf(OutOfMemoryError.class);
    }

    /// The items are done all the same; whoever waits is told later.
    @Test
    void interruptionIsRemembered() {
        var done = new AtomicInteger();
        Thread.currentThread().interrupt();
        Tasks.forEach(numbers(20), 3, _ -> done.incrementAndGet());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(done).hasValue(20);
    }
}
