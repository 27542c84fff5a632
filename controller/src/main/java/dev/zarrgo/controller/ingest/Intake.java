package dev.zarrgo.controller.ingest;

import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.controller.ledger.Receipt;
import dev.zarrgo.controller.ledger.Submission;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InsufficientResourcesException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// The way of every request into the ledger, with a bound on what waits there.
///
/// Source: rules P5 to P7, X1.
public final class Intake {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final IntakeSettings settings;
    private final Runnable arrived;
    private final InstantSource clock;
    private Instant measured = Instant.EPOCH;
    /// Jobs that waited when it was measured, and those taken in since: never less than there are.
    private long waiting;

    /// @param arrived called after jobs were taken in
    public Intake(Ledger ledger, IntakeSettings settings, Runnable arrived) {
        this(ledger, settings, arrived, InstantSource.system());
    }

    Intake(Ledger ledger, IntakeSettings settings, Runnable arrived, InstantSource clock) {
        this.ledger = ledger;
        this.settings = settings;
        this.arrived = arrived;
        this.clock = clock;
    }

    public Receipt submit(Submission submission) {
        return submit(List.of(submission)).getFirst();
    }

    /// Takes requests in, all or none; committed when it returns.
    ///
    /// @return an answer for each, in the same order
    /// @throws InsufficientResourcesException if too many jobs wait already (429)
    public List<Receipt> submit(List<Submission> submissions) {
        reserve(submissions.size());
        List<Receipt> receipts = ledger.submit(submissions);
        arrived.run();
        return receipts;
    }

    /// The queue is counted once a second, not for each request.
    private synchronized void reserve(int count) {
        Instant now = clock.instant();
        if (measured.plus(FRESH).isBefore(now)) {
            waiting = ledger.queue().waitingTotal();
            measured = now;
        }
        if (waiting + count > settings.maxWaiting()) {
            throw new InsufficientResourcesException(
                    FailureCode.QUEUE_FULL, "the queue is full: %d jobs wait".formatted(waiting), "submit again later");
        }
        waiting += count;
    }
}
