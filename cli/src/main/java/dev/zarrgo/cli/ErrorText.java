package dev.zarrgo.cli;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.ZarrgoException;
import java.io.PrintWriter;

/// How a failure looks on a terminal: what failed, what it means, what to do next.
final class ErrorText {

    private ErrorText() {}

    /// Prints the failure.
    ///
    /// @return the exit code that belongs to it
    static int print(Exception failure, PrintWriter err) {
        switch (failure) {
            case ZarrgoException known -> {
                err.println("error: " + known.getMessage());
                String advice = known.advice();
                if (advice != null) {
                    err.println("       try: " + advice);
                }
            }
            default -> {
                err.println("error: this is a bug in zarrgo: " + failure);
                failure.printStackTrace(err);
            }
        }
        return ExitCode.of(failure);
    }

    /// Prints what is said when the heap is exhausted.
    static int print(OutOfMemoryError exhausted, PrintWriter err) {
        err.println("error: out of memory: " + exhausted.getMessage());
        err.println("       try: a smaller --spatial-chunk, fewer --threads, or more heap (ZARRGO_HEAP=1g)");
        return ExitCode.of(exhausted);
    }
}
