package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.convert.ConversionReport;
import dev.zarrgo.converter.convert.ConversionReport.Limit;
import dev.zarrgo.converter.convert.ConversionReport.Outcome;
import dev.zarrgo.converter.convert.ConversionReport.Stage;
import dev.zarrgo.converter.store.Location;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The line at the end of a conversion: bytes in and out, ratio, seconds, rate, memory, and what limited
/// it.
class ConversionSummaryTest {

    private static ConversionReport report(Outcome outcome, List<String> warnings) {
        return new ConversionReport(
                "S2A L2A",
                Location.parse("/stores/out.zarr"),
                outcome,
                657,
                1_260_000_000L,
                4_200_000_000L,
                202,
                45,
                479,
                1_070_000_000L,
                3,
                Duration.ofMillis(2449),
                Limit.CODECS,
                List.of(new Stage("read", Duration.ofMillis(120)), new Stage("decode", Duration.ofMillis(3456))),
                warnings);
    }

    /// @return standard output and standard error
    private static List<String> printed(ConversionReport report, boolean verbose) {
        var out = new StringWriter();
        var err = new StringWriter();
        ConversionSummary.print(report, new PrintWriter(out), new PrintWriter(err), verbose);
        return List.of(out.toString(), err.toString());
    }

    @Test
    void lineSaysWhatWasDoneAndWhatLimitedIt() {
        String line = printed(report(Outcome.CONVERTED, List.of()), false).getFirst();
        assertThat(line)
                .startsWith("done in 2.4 s: 1.26 GB in, 1.07 GB out in 479 objects, ratio 3.93, 1.71 GB/s,"
                        + " limited by decoding and encoding");
        assertThat(line.lines()).hasSize(1);
        PeakMemory.bytes().ifPresent(_ -> assertThat(line).containsPattern(", peak memory [\\d.]+ [MG]B\\R$"));
    }

    @Test
    void nothingDoneIsSaidToo() {
        assertThat(printed(report(Outcome.UNCHANGED, List.of()), false).getFirst())
                .startsWith("/stores/out.zarr is already what this would write; nothing was done");
    }

    @Test
    void warningsGoToStandardErrorTheFirstOneOrAll() {
        var three = List.of("one", "two", "three");
        assertThat(printed(report(Outcome.CONVERTED, three), false).getLast().lines())
                .containsExactly("warning: one (and 2 more, see --verbose)");
        assertThat(printed(report(Outcome.CONVERTED, three), true).getLast().lines())
                .containsExactly("warning: one", "warning: two", "warning: three");
        assertThat(printed(report(Outcome.CONVERTED, List.of("one")), false)
                        .getLast()
                        .lines())
                .containsExactly("warning: one");
    }

    @Test
    void stagesFollowForWhomWantsThem() {
        assertThat(printed(report(Outcome.CONVERTED, List.of()), true)
                        .getFirst()
                        .lines()
                        .skip(1))
                .containsExactly("  read      0.12 thread-seconds", "  decode    3.46 thread-seconds");
    }
}
