package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Numbers as a person reads them.
class TerminalTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.00 kB",
        "1234, 1.23 kB",
        "9994, 9.99 kB",
        "9996, 10.0 kB",
        "99949, 99.9 kB",
        "99951, 100 kB",
        "999499, 999 kB",
        "999500, 1.00 MB",
        "1260000000, 1.26 GB",
        "999500000000, 1.00 TB",
        "9223372036854775807, 9223372 TB",
    })
    void bytesHaveThreeDigits(long bytes, String text) {
        assertThat(Terminal.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 s",
        "2.449, 2.4 s",
        "9.94, 9.9 s",
        "9.96, 10 s",
        "99.4, 99 s",
        "99.6, 1 min 40 s",
        "3725, 62 min 5 s"
    })
    void secondsHaveAsManyDigitsAsMatter(double seconds, String text) {
        assertThat(Terminal.seconds(seconds)).isEqualTo(text);
    }

    /// The launcher says so; nobody has said anything here.
    @Test
    void testsAreNoTerminal() {
        assertThat(Terminal.isInteractive()).isFalse();
        assertThat(Terminal.hasColours()).isFalse();
        assertThat(Terminal.hasColouredOutput()).isFalse();
    }
}
