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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    /// Each request counts anew, while others are on their way.
    @Test
    @DisplayName("P7: the bound holds for requests that come at the same time")
    void theBoundHoldsForAllTogether() throws Exception {
        var crowded = new Intake(
                ledger,
                new IntakeSettings(Set.of(), 100),
                arrivals::incrementAndGet,
                () -> now.updateAndGet(time -> time.plusSeconds(2)));
        var refused = new AtomicInteger();
        var clients = new ArrayList<Callable<Integer>>();
        for (int client = 0; client < 8; client++) {
            String prefix = "c" + client + "-";
            clients.add(() -> {
                for (int i = 0; i < 40; i++) {
                    try {
                        crowded.submit(samples(prefix + i + "-", 1));
                    } catch (InsufficientResourcesException _) {
                        refused.incrementAndGet();
                    }
                }
                return 0;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> client : threads.invokeAll(clients)) {
                client.get();
            }
        }
        assertThat(ledger.count(JobFilter.ALL, 1000)).isEqualTo(100);
        assertThat(refused).hasValue(220);
    }

    @Test
    void thereIsRoomWhenJobsWereClaimed() {
        intake.submit(samples("a", 5));
        ledger.claim("local", Caps.of(10), 4);
        now.updateAndGet(time -> time.plusSeconds(2));
        assertThat(intake.submit(samples("b", 4))).hasSize(4);
    }
}
