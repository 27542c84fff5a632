package dev.zarrgo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The service as a process of its own, on a free port, with an empty data folder.
final class ServiceProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 2;

    private final Process process;
    private final int port;
    private final Path home;
    private final long start = System.nanoTime();

    private ServiceProcess(List<String> command, Path home, int port, Map<String, String> environment)
            throws IOException {
        this.home = home;
        this.port = port;
        var builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        builder.environment().put("ZARRGO_HOME", home.toString());
        builder.environment().put("ZARRGO_WEBHOOK_PORT", String.valueOf(port));
        builder.environment().put("ZARRGO_LOG_LEVEL", "error");
        process = builder.start();
    }

    /// Starts it by a command, which finds its settings in the environment.
    static ServiceProcess start(List<String> command, Map<String, String> environment) throws IOException {
        return new ServiceProcess(command, Files.createTempDirectory("zarrgo-home"), freePort(), environment);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /// Waits until a GET is answered with 200.
    ///
    /// @return seconds since the process began
    double answers(String path) throws IOException, InterruptedException {
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            if (!process.isAlive()) {
                throw new IOException("the service has ended with " + process.exitValue());
            }
            try (var connection = new HttpConnection(port)) {
                if (connection.get(path).status() == 200) {
                    return (System.nanoTime() - start) / 1e9;
                }
            } catch (IOException _) {
                // It does not listen yet.
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new IOException("the service does not answer " + path);
    }

    /// The words that it runs with, once the launcher has become Java.
    List<String> words() throws IOException {
        String words = Files.readString(proc("cmdline"));
        return new ArrayList<>(List.of(words.split("\0")));
    }

    /// The most memory that it had resident, in MiB.
    double peakMebibytes() throws IOException {
        Matcher peak = Pattern.compile("VmHWM:\\s+(\\d+) kB").matcher(Files.readString(proc("status")));
        if (!peak.find()) {
            throw new IOException("the system does not say how much memory a process has");
        }
        return Long.parseLong(peak.group(1)) / 1024.0;
    }

    private Path proc(String file) {
        return Path.of("/proc", String.valueOf(process.pid()), file);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        Command.remove(home);
    }
}
