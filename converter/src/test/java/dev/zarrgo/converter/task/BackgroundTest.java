package dev.zarrgo.converter.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackgroundTest {

    @Test
    void whoeverBringsMoreThanThereIsRoomForDoesItHimself() {
        var release = new CountDownLatch(1);
        var thread = new AtomicReference<Thread>();
        try (var background = new Background(2)) {
            background.run(() -> awaits(release));
            background.run(() -> awaits(release));
            background.run(() -> thread.set(Thread.currentThread()));
            assertThat(thread).hasValue(Thread.currentThread());
            release.countDown();
            background.await();
        }
    }

    @Test
    void everythingIsDoneWhenTheWaitingEnds() {
        var done = new AtomicInteger();
        try (var background = new Background(3)) {
            for (int i = 0; i < 200; i++) {
                background.run(done::incrementAndGet);
            }
            background.await();
            assertThat(done).hasValue(200);
        }
    }

    @Test
    void aFailureIsThrownToWhoeverComesNext() {
        try (var background = new Background(1)) {
            background.run(() -> {
                throw new IllegalArgumentException("no such bucket");
            });
            assertThatThrownBy(background::await)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no such bucket");
            assertThatThrownBy(() -> background.run(() -> {})).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(background::check).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void closingInterruptsWhatIsUnderWay() {
        var interrupted = new AtomicInteger();
        var started = new CountDownLatch(1);
        try (var background = new Background(1)) {
            background.run(() -> {
                started.countDown();
                if (!awaits(new CountDownLatch(1))) {
                    interrupted.incrementAndGet();
                }
            });
            awaits(started);
        }
        assertThat(interrupted).hasValue(1);
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }
}
