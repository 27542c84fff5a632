package dev.zarrgo.converter.task;

import org.jspecify.annotations.Nullable;

/// Ends of threads.
final class Threads {

    private Threads() {}

    /// Waits for the end of a thread, however often the caller is interrupted meanwhile; it learns that
    /// afterwards.
    static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Throws what another thread has failed with, if it has.
    static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case null -> {}
            case RuntimeException known -> throw known;
            case Error fatal -> throw fatal;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }
}
