package dev.zarrgo.controller.ingest;

import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.controller.ledger.Receipt;
import dev.zarrgo.controller.ledger.Submission;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InsufficientResourcesException;
import java.util.List;

/// The way of every request into the ledger, with a bound on what waits there.
///
/// Source: rules P5 to P7, X1.
public final class Intake {

    private final Ledger ledger;
    private final IntakeSettings settings;
    private final Runnable arrived;

    /// @param arrived called after jobs were taken in
    public Intake(Ledger ledger, IntakeSettings settings, Runnable arrived) {
        this.ledger = ledger;
        this.settings = settings;
        this.arrived = arrived;
    }

    public Receipt submit(Submission submission) {
        return submit(List.of(submission)).getFirst();
    }

    /// Takes requests in, all or none; committed when it returns.
    ///
    /// @return an answer for each, in the same order
    /// @throws InsufficientResourcesException if too many jobs wait already (429)
    public List<Receipt> submit(List<Submission> submissions) {
        if (ledger.queue().waitingTotal() + submissions.size() > settings.maxWaiting()) {
            throw new InsufficientResourcesException(
                    FailureCode.QUEUE_FULL,
                    "the queue is full: %d jobs wait".formatted(settings.maxWaiting()),
                    "submit again later");
        }
        List<Receipt> receipts = ledger.submit(submissions);
        arrived.run();
        return receipts;
    }
}
