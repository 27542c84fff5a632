package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is seen of a running command: a bar that takes itself away, or plain lines where nobody watches.
class ProgressDisplayTest {

    private static final long PATIENCE_SECONDS = 60;
    private static final String LABEL = "S2A L2A → packed";
    private static final String DETAIL = "94 of 149 arrays   1.70 GB/s";

    /// Something half done that counts how often it is asked.
    private static final class HalfDone implements ProgressDisplay.Source {
        private final CountDownLatch labels;
        private final CountDownLatch details;

        HalfDone(int labels, int details) {
            this.labels = new CountDownLatch(labels);
            this.details = new CountDownLatch(details);
        }

        @Override
        public String label() {
            labels.countDown();
            return LABEL;
        }

        @Override
        public double share() {
            return 0.5;
        }

        @Override
        public String detail(double seconds) {
            details.countDown();
            return DETAIL;
        }

        void await() throws InterruptedException {
            assertThat(labels.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(details.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    /// What was printed until `source` had been asked as often as it wants.
    private static String shown(ProgressStyle style, HalfDone source) throws InterruptedException {
        var err = new StringWriter();
        try (var _ = ProgressDisplay.start(style, source, new PrintWriter(err))) {
            source.await();
        }
        return err.toString();
    }

    @Test
    void barStaysOnItsLineAndTakesItselfAway() throws InterruptedException {
        String text = shown(ProgressStyle.BAR, new HalfDone(1, 3));
        assertThat(text).startsWith(LABEL + System.lineSeparator()).endsWith("\r\u001B[K");
        List<String> drawings = List.of(text.split("\r\u001B\\[K")).subList(1, 3);
        assertThat(drawings).allSatisfy(drawing -> assertThat(drawing)
                .startsWith(" " + "█".repeat(12) + "░".repeat(12) + "  50 %   " + DETAIL)
                .endsWith(" left"));
        assertThat(text.chars().filter(c -> c == '\n'))
                .as("one line, drawn over and over")
                .hasSize(1);
    }

    /// Tests are no terminal, so that `auto` is the same as `plain`.
    @ParameterizedTest
    @EnumSource(names = {"AUTO", "PLAIN"})
    @Execution(ExecutionMode.CONCURRENT) // a line comes every five seconds
    void elsewhereThereArePlainLines(ProgressStyle style) throws InterruptedException {
        String text = shown(style, new HalfDone(2, 1));
        assertThat(text.lines()).hasSizeGreaterThanOrEqualTo(2).first().isEqualTo(LABEL);
        assertThat(text.lines().skip(1))
                .allSatisfy(
                        line -> assertThat(line).startsWith(" 50 %   " + DETAIL).endsWith(" left"));
        assertThat(text).endsWith(System.lineSeparator()).doesNotContain("\r\u001B", "█");
    }

    @Test
    void nothingIsShownToWhomWantsNothing() {
        var source = new HalfDone(1, 1);
        var err = new StringWriter();
        try (var _ = ProgressDisplay.start(ProgressStyle.NONE, source, new PrintWriter(err))) {
            assertThat(source.labels.getCount()).isEqualTo(1);
        }
        assertThat(err.toString()).isEmpty();
    }

    /// A command that ends at once, or does not know yet what it does, prints nothing.
    @Test
    void shortCommandsAreSilent() {
        var err = new StringWriter();
        ProgressDisplay.start(ProgressStyle.BAR, new HalfDone(1, 1), new PrintWriter(err))
                .close();
        assertThat(err.toString()).isEmpty();
    }
}
