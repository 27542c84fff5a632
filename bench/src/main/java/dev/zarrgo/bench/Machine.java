package dev.zarrgo.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the figures were measured on.
final class Machine {

    private static final double TICKS_PER_SECOND = 100;

    private Machine() {}

    static ObjectNode describe() {
        return Json.object()
                .put("processor", find("/proc/cpuinfo", "model name\\s*:\\s*(.*)"))
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("memory", find("/proc/meminfo", "MemTotal:\\s*(.*)"))
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("java", System.getProperty("java.vm.version"));
    }

    /// Processor time that everything on this machine has used so far, in seconds; NaN where the system
    /// does not tell.
    static double processorSeconds() {
        // user, nice, system, idle, iowait, irq, softirq
        var ticks = Pattern.compile("(\\d+) (\\d+) (\\d+) \\d+ \\d+ (\\d+) (\\d+)")
                .matcher(find("/proc/stat", "cpu +(.*)"));
        if (!ticks.lookingAt()) {
            return Double.NaN;
        }
        long busy = 0;
        for (int i = 1; i <= ticks.groupCount(); i++) {
            busy += Long.parseLong(ticks.group(i));
        }
        return busy / TICKS_PER_SECOND;
    }

    private static String find(String file, String pattern) {
        try {
            Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
            return matcher.find() ? matcher.group(1) : "unknown";
        } catch (IOException _) {
            return "unknown";
        }
    }
}
