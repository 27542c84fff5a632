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
import java.util.concurrent.locks.ReentrantLock;

/// The way of every request into the ledger, with a bound on what waits there.
///
/// Source: rules P5 to P7, X1.
public final class Intake {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final IntakeSettings settings;
    private final Runnable arrived;
    private final InstantSource clock;
    private final ReentrantLock measuring = new ReentrantLock();
    private volatile Instant measured = Instant.EPOCH;
    /// Jobs that waited when they were counted, and those that the count may have missed: never less than
    /// there are.
    private long waiting;
    /// Jobs on their way into the ledger now.
    private long underWay;
    /// Jobs that were on their way when the last count began, and those that came since.
    private long uncounted;

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
        measure();
        reserve(submissions.size());
        try {
            List<Receipt> receipts = ledger.submit(submissions);
            arrived.run();
            return receipts;
        } finally {
            settle(submissions.size());
        }
    }

    /// The queue is counted once a second, by one request; the others need not wait for it, but for the
    /// first count.
    private void measure() {
        Instant now = clock.instant();
        if (measured.plus(FRESH).isAfter(now)) {
            return;
        }
        if (measured.equals(Instant.EPOCH)) {
            measuring.lock();
        } else if (!measuring.tryLock()) {
            return;
        }
        try {
            if (measured.plus(FRESH).isBefore(now)) {
                beginCount();
                endCount(ledger.queue().waitingTotal());
                measured = now;
            }
        } finally {
            measuring.unlock();
        }
    }

    private synchronized void beginCount() {
        uncounted = underWay;
    }

    private synchronized void endCount(long counted) {
        waiting = counted + uncounted;
    }

    private synchronized void reserve(int count) {
        if (waiting + count > settings.maxWaiting()) {
            throw new InsufficientResourcesException(
                    FailureCode.QUEUE_FULL, "the queue is full: %d jobs wait".formatted(waiting), "submit again later");
        }
        waiting += count;
        uncounted += count;
        underWay += count;
    }

    private synchronized void settle(int count) {
        underWay -= count;
    }
}
