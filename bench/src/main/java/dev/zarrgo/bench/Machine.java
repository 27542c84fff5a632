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

    private Machine() {}

    static ObjectNode describe() {
        return Json.object()
                .put("processor", find("/proc/cpuinfo", "model name\\s*:\\s*(.*)"))
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("memory", find("/proc/meminfo", "MemTotal:\\s*(.*)"))
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("java", System.getProperty("java.vm.version"));
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
