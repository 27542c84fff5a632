package dev.zarrgo.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the program knows of the terminal it runs in.
final class Terminal {

    /// Set by the launcher, which knows whether standard error is a terminal; Java can tell that of
    /// standard input and output only, and takes a tenth of a second for it.
    private static final String INTERACTIVE = "zarrgo.terminal";

    /// The same of standard output.
    private static final String OUTPUT = "zarrgo.terminal.output";

    /// The same of standard input.
    private static final String INPUT = "zarrgo.terminal.input";

    private Terminal() {}

    /// Whether a person reads the output and can answer to it.
    static boolean hasSomebody() {
        return Boolean.getBoolean(INPUT) && Boolean.getBoolean(OUTPUT);
    }

    /// Whether a person watches.
    static boolean isInteractive() {
        return Boolean.getBoolean(INTERACTIVE) && !"dumb".equals(System.getenv("TERM"));
    }

    /// Whether colours are wanted: on a terminal, unless `NO_COLOR` is set (<https://no-color.org>).
    static boolean hasColours() {
        return isInteractive() && !isPlain();
    }

    /// Whether colours are wanted in results, which may go to a file while a person watches.
    static boolean hasColouredOutput() {
        return Boolean.getBoolean(OUTPUT) && !"dumb".equals(System.getenv("TERM")) && !isPlain();
    }

    private static boolean isPlain() {
        @Nullable String refused = System.getenv("NO_COLOR");
        return refused != null && !refused.isEmpty();
    }

    /// `1.26 GB`; three digits, powers of ten.
    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        String unit = "B";
        for (String larger : new String[] {"kB", "MB", "GB", "TB"}) {
            if (value < 999.5) {
                break;
            }
            value /= 1000;
            unit = larger;
        }
        int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f %s", value, unit);
    }

    /// `2.4 s`, `1 min 20 s`.
    static String seconds(double seconds) {
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 100 ? whole + " s" : "%d min %d s".formatted(whole / 60, whole % 60);
    }
}
