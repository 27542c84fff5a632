package dev.zarrgo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// The most memory that this process has had, native memory included.
final class PeakMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";

    private PeakMemory() {}

    /// Bytes resident at the peak; empty where the operating system does not say.
    static OptionalLong bytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(PEAK)) {
                    String kibibytes =
                            line.substring(PEAK.length()).replace("kB", "").strip();
                    return OptionalLong.of(Long.parseLong(kibibytes) << 10);
                }
            }
        } catch (IOException _) {
            // Not Linux.
        }
        return OptionalLong.empty();
    }
}
