package dev.zarrgo.cli;

import dev.zarrgo.converter.task.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// What Ctrl-C does: asks the running command to end, and waits until it has cleaned up.
///
/// The Java runtime turns the signal into its own exit code, 130 for Ctrl-C and 143 for a termination.
final class Interruption {

    /// More than a command needs.
    private static final long PATIENCE_SECONDS = 10;

    private static final Cancellation CANCELLATION = new Cancellation();
    private static final CountDownLatch ENDED = new CountDownLatch(1);

    private Interruption() {}

    /// What commands look at between pieces of work.
    static Cancellation cancellation() {
        return CANCELLATION;
    }

    /// Waits for a signal.
    static void await() {
        try (var _ = CANCELLATION.interrupting()) {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            // This is it.
        }
    }

    /// Runs a command so that a signal lets it end in order.
    static int guard(IntSupplier command) {
        var hook = new Thread(Interruption::stop, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        int code;
        try {
            code = command.getAsInt();
        } finally {
            ENDED.countDown();
        }
        if (!CANCELLATION.isRequested()) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        return code;
    }

    private static void stop() {
        CANCELLATION.request();
        try {
            boolean ended = ENDED.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                System.err.println("error: the command did not end in time; its leftovers are not removed");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
