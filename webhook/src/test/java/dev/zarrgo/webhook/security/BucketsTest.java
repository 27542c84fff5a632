package dev.zarrgo.webhook.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// What one client may ask for in a time (rule A24).
class BucketsTest {

    private final AtomicLong now = new AtomicLong();
    private final Buckets buckets = new Buckets(2, 3, now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void burstIsFollowedByASteadyRate() {
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take("a")).isEmpty();
        }
        assertThat(buckets.take("a")).contains(Duration.ofMillis(500));
        pass(Duration.ofMillis(400));
        assertThat(buckets.take("a")).contains(Duration.ofMillis(100));
        pass(Duration.ofMillis(100));
        assertThat(buckets.take("a")).isEmpty();
        assertThat(buckets.take("a")).isPresent();
    }

    @Test
    void clientsDoNotShare() {
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take("a")).isEmpty();
        }
        assertThat(buckets.take("a")).isPresent();
        assertThat(buckets.take("b")).isEmpty();
    }

    @Test
    void restIsNotSavedBeyondTheBurst() {
        assertThat(buckets.take("a")).isEmpty();
        pass(Duration.ofDays(1));
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take("a")).isEmpty();
        }
        assertThat(buckets.take("a")).isPresent();
    }

    @Test
    void numberOfClientsIsBounded() {
        for (int i = 0; i < Buckets.MAX_CLIENTS + 10; i++) {
            assertThat(buckets.take("client " + i)).isEmpty();
        }
        assertThat(buckets.size()).isEqualTo(Buckets.MAX_CLIENTS);
    }
}
