package dev.zarrgo.cli;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.ZarrgoException;
import java.io.PrintWriter;

/// How a failure looks on a terminal: what failed, what it means, what to do next.
final class ErrorText {

    private static final String INDENT = "       ";

    private ErrorText() {}

    /// Whether a workflow runs this: it keeps the code of a failure (Argo and the local engine set the file
    /// of the progress).
    private static boolean isStep() {
        return System.getenv(ProgressFile.VARIABLE) != null;
    }

    /// `code: source-not-found`, for a workflow.
    static void code(FailureCode code, boolean isStep, PrintWriter err) {
        if (isStep) {
            err.println(INDENT + "code: " + code.id());
        }
    }

    /// Prints a failure.
    ///
    /// @return the exit code that belongs to it
    static int print(Exception failure, PrintWriter err) {
        if (failure instanceof ZarrgoException known) {
            return print(known, "", err);
        }
        err.println("error: this is a bug in zarrgo: " + failure);
        failure.printStackTrace(err);
        return ExitCode.of(failure);
    }

    /// Prints a failure that an operator can act on.
    ///
    /// @param aftermath what the failed command has left behind, as a sentence; empty to say nothing
    static int print(ZarrgoException failure, String aftermath, PrintWriter err) {
        if (failure instanceof InterruptedRunException) {
            err.println("interrupted" + (aftermath.isEmpty() ? "" : ": " + aftermath));
            return ExitCode.of(failure);
        }
        err.println("error: " + failure.getMessage());
        code(failure.code(), isStep(), err);
        if (!aftermath.isEmpty()) {
            err.println(INDENT + aftermath);
        }
        String advice = failure.advice();
        if (advice != null) {
            err.println(INDENT + "try: " + advice);
        }
        return ExitCode.of(failure);
    }

    /// Prints what is said when the heap is exhausted.
    static int print(OutOfMemoryError exhausted, PrintWriter err) {
        err.println("error: out of memory: " + exhausted.getMessage());
        code(FailureCode.RESOURCES, isStep(), err);
        err.println(INDENT + "try: a smaller --spatial-chunk, fewer --threads, or more heap (ZARRGO_HEAP=1g)");
        return ExitCode.of(exhausted);
    }
}
