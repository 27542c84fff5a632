package dev.zarrgo.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An S3 server to test against: the one that `ZARRGO_S3_ENDPOINT` names, else an embedded one (s3proxy),
/// which the build puts where the system property `zarrgo.s3proxy` says.
///
/// Tests that need it carry [EnabledIfS3].
///
/// @param endpoint http, host and port
/// @param bucket for tests, which write below prefixes of their own
/// @param publicBucket that anyone may read; empty if there is none
/// @param key id of the credentials
/// @param secret of the credentials
public record S3Server(URI endpoint, String bucket, Optional<String> publicBucket, String key, String secret) {

    private static final String ENDPOINT = "ZARRGO_S3_ENDPOINT";
    private static final String EMBEDDED = "zarrgo.s3proxy";
    private static final long PATIENCE_MILLIS = 30_000;

    private static @Nullable S3Server embedded;

    /// The service at hand; empty if there is none.
    public static Optional<S3Server> find() {
        String named = System.getenv(ENDPOINT);
        if (named != null) {
            return Optional.of(new S3Server(
                    URI.create(named),
                    environment("ZARRGO_S3_BUCKET", "zarrgo"),
                    Optional.ofNullable(System.getenv("ZARRGO_S3_PUBLIC_BUCKET")),
                    environment("AWS_ACCESS_KEY_ID", "zarrgo"),
                    environment("AWS_SECRET_ACCESS_KEY", "zarrgo-secret")));
        }
        return jar().map(S3Server::embedded);
    }

    /// The service of a test that is [EnabledIfS3].
    public static S3Server installed() {
        return find().orElseThrow(() -> new AssertionError(absence()));
    }

    /// Why there is no service, and how to get one.
    static String absence() {
        return "no S3 service: set %s and the AWS variables, or have the build fetch s3proxy".formatted(ENDPOINT);
    }

    static boolean isRequired() {
        return Arrays.stream(environment("ZARRGO_REQUIRE", "").split(",", -1))
                .map(String::strip)
                .anyMatch(name -> name.equals("all") || name.equals("s3"));
    }

    private static String environment(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null ? otherwise : value;
    }

    private static Optional<Path> jar() {
        return Optional.ofNullable(System.getProperty(EMBEDDED)).map(Path::of).filter(Files::isReadable);
    }

    private static synchronized S3Server embedded(Path jar) {
        S3Server running = embedded;
        if (running == null) {
            running = start(jar);
            embedded = running;
        }
        return running;
    }

    private static S3Server start(Path jar) {
        try {
            int port = freePort();
            Path folder = Files.createTempDirectory("zarrgo-s3");
            Files.createDirectories(folder.resolve("data/zarrgo"));
            Path settings =
                    Files.writeString(folder.resolve("s3proxy.conf"), """
                    s3proxy.endpoint=http://127.0.0.1:%d
                    s3proxy.authorization=aws-v2-or-v4
                    s3proxy.identity=zarrgo
                    s3proxy.credential=zarrgo-secret
                    s3proxy.ignore-unknown-headers=true
                    jclouds.provider=filesystem-nio2
                    jclouds.filesystem.basedir=%s
                    """.formatted(port, folder.resolve("data")));
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-Xmx256m",
                            "-jar",
                            jar.toString(),
                            "--properties",
                            settings.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("s3proxy.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, folder)));
            await(process, port, folder);
            return new S3Server(
                    URI.create("http://127.0.0.1:" + port), "zarrgo", Optional.empty(), "zarrgo", "zarrgo-secret");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void await(Process process, int port, Path folder) throws IOException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (System.currentTimeMillis() < end && process.isAlive()) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException _) {
                pause();
            }
        }
        throw new IOException("s3proxy does not start: " + Files.readString(folder.resolve("s3proxy.log")));
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void end(Process process, Path folder) {
        process.destroyForcibly();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException _) {
            // A temporary folder more.
        }
    }
}
