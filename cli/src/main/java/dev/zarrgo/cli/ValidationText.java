package dev.zarrgo.cli;

import dev.zarrgo.converter.check.ValidationOutcome;
import dev.zarrgo.converter.geozarr.Severity;
import dev.zarrgo.converter.geozarr.ValidationReport;
import dev.zarrgo.converter.geozarr.Violation;
import java.io.PrintWriter;

/// A verdict for a person: a line per violation, and one that counts them.
final class ValidationText {

    /// Longer paths push their text to the right.
    private static final int MAX_PATH = 52;

    private static final String RED = "\u001B[31m";
    private static final String YELLOW = "\u001B[33m";
    private static final String PLAIN = "\u001B[0m";

    private final PrintWriter out;
    private final boolean coloured;

    ValidationText(PrintWriter out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    /// @param name of the store as it was asked for
    void print(String name, ValidationOutcome outcome, boolean valid) {
        ValidationReport report = outcome.report();
        out.println("Validation Results: " + name);
        int width = report.violations().stream()
                .mapToInt(violation -> violation.path().length())
                .filter(length -> length <= MAX_PATH)
                .max()
                .orElse(0);
        report.violations().forEach(violation -> out.println(line(violation, width)));
        outcome.values()
                .ifPresent(values -> out.println("  values        %s exact, %s equal to an independent computation"
                        .formatted(
                                counted(values.exact().size(), "array"),
                                counted(values.derived().size(), "derived array"))));
        outcome.product()
                .ifPresent(product -> out.println("  data          %s in %,d chunks, %s decoded"
                        .formatted(
                                counted(product.arrays(), "array"),
                                product.chunks(),
                                Terminal.bytes(product.bytes()))));
        out.println("%s%s, %s in %s"
                .formatted(
                        valid ? "✅ " : "",
                        counted(report.errors(), "error"),
                        counted(report.warnings(), "warning"),
                        counted(report.rules(), "rule")));
    }

    private String line(Violation violation, int width) {
        String severity = "%-7s".formatted(violation.severity().id());
        return "  %-4s %s  %s  %s"
                .formatted(
                        violation.rule(),
                        coloured ? colour(violation.severity()) + severity + PLAIN : severity,
                        violation.path()
                                + " "
                                        .repeat(Math.max(
                                                0, width - violation.path().length())),
                        violation.message());
    }

    private static String colour(Severity severity) {
        return switch (severity) {
            case ERROR -> RED;
            case WARNING -> YELLOW;
        };
    }

    private static String counted(long count, String what) {
        return "%,d %s%s".formatted(count, what, count == 1 ? "" : "s");
    }
}
