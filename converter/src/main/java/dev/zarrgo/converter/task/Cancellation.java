package dev.zarrgo.converter.task;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;

/// Somebody's wish that a run should end; looked at between pieces of work.
public final class Cancellation {

    private volatile boolean requested;

    public void request() {
        requested = true;
    }

    public boolean isRequested() {
        return requested;
    }

    /// @throws InterruptedRunException if the run should end
    public void check() {
        if (requested) {
            throw new InterruptedRunException(FailureCode.INTERRUPTED, "interrupted");
        }
    }
}
