package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/// A failure says what failed, what that means, and what to do next.
class ErrorTextTest {

    private final StringWriter err = new StringWriter();
    private final PrintWriter writer = new PrintWriter(err);

    @Test
    void failureHasThreeLines() {
        var failure = new UnusableSourceException(
                FailureCode.SOURCE_CORRUPT, "array /b04, chunk 1.1: too short", "fetch it again");
        assertThat(ErrorText.print(failure, "nothing was written to out.zarr", writer))
                .isEqualTo(65);
        assertThat(err.toString().lines())
                .containsExactly(
                        "error: array /b04, chunk 1.1: too short",
                        "       nothing was written to out.zarr",
                        "       try: fetch it again");
    }

    @Test
    void workflowIsToldTheCode() {
        ErrorText.code(FailureCode.SOURCE_NOT_FOUND, true, writer);
        ErrorText.code(FailureCode.SOURCE_NOT_FOUND, false, writer);
        assertThat(err.toString().lines()).containsExactly("       code: source-not-found");
    }

    @Test
    void whatIsNotKnownIsNotSaid() {
        assertThat(ErrorText.print(new UnusableSourceException(FailureCode.SOURCE_NOT_FOUND, "gone"), writer))
                .isEqualTo(66);
        assertThat(err.toString().lines()).containsExactly("error: gone");
    }

    @Test
    void interruptionIsNoError() {
        var interrupted = new InterruptedRunException(FailureCode.INTERRUPTED, "interrupted");
        assertThat(ErrorText.print(interrupted, "out.zarr is as it was before", writer))
                .isEqualTo(130);
        assertThat(err.toString().lines()).containsExactly("interrupted: out.zarr is as it was before");
    }

    @Test
    void bugShowsWhereItIs() {
        assertThat(ErrorText.print(new IllegalStateException("impossible"), writer))
                .isEqualTo(70);
        assertThat(err.toString())
                .startsWith("error: this is a bug in zarrgo: java.lang.IllegalStateException: impossible")
                .contains("\tat " + ErrorTextTest.class.getName());
    }

    @Test
    void exhaustedHeapIsALackOfResources() {
        assertThat(ErrorText.print(new OutOfMemoryError("Java heap space"), writer))
                .isEqualTo(71);
        assertThat(err.toString()).contains("out of memory: Java heap space", "ZARRGO_HEAP");
    }
}
