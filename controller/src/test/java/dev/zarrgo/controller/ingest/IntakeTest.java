package dev.zarrgo.controller.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.controller.job.Jobs;
import dev.zarrgo.controller.ledger.Caps;
import dev.zarrgo.controller.ledger.JobFilter;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.controller.ledger.LedgerSettings;
import dev.zarrgo.controller.ledger.Ledgers;
import dev.zarrgo.controller.ledger.Submission;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InsufficientResourcesException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The bound on what waits.
class IntakeTest {

    private final Ledger ledger =
            Ledgers.open(LedgerSettings.inMemory(UUID.randomUUID().toString()));
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final AtomicInteger arrivals = new AtomicInteger();
    private final Intake intake =
            new Intake(ledger, new IntakeSettings(Set.of(), 5), arrivals::incrementAndGet, now::get);

    @AfterEach
    void close() {
        ledger.close();
    }

    private static List<Submission> samples(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Submission.ofSample(Jobs.request(prefix + i)))
                .toList();
    }

    @Test
    @DisplayName("P7: above the bound requests are refused, and leave nothing")
    void aFullQueueRefuses() {
        intake.submit(samples("a", 3));
        assertThatThrownBy(() -> intake.submit(samples("b", 3)))
                .isInstanceOfSatisfying(InsufficientResourcesException.class, full -> assertThat(full.code())
                        .isEqualTo(FailureCode.QUEUE_FULL));
        assertThat(ledger.count(JobFilter.ALL, 100)).isEqualTo(3);
        intake.submit(samples("c", 2));
        assertThat(arrivals).hasValue(2);
        assertThatThrownBy(() -> intake.submit(samples("d", 1))).isInstanceOf(InsufficientResourcesException.class);
    }

    @Test
    void thereIsRoomWhenJobsWereClaimed() {
        intake.submit(samples("a", 5));
        ledger.claim("local", Caps.of(10), 4);
        now.updateAndGet(time -> time.plusSeconds(2));
        assertThat(intake.submit(samples("b", 4))).hasSize(4);
    }
}
