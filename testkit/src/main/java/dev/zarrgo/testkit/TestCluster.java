package dev.zarrgo.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// The cluster of the tests, by the hands of a person: with `kubectl` (`ZARRGO_KUBECTL`, which may have
/// arguments) and the manifests of `k8s/overlays/local`.
public final class TestCluster {

    public static final String NAMESPACE = "zarrgo";

    private static boolean prepared;

    private TestCluster() {}

    /// Applies the manifests, once; the service itself does not run, unless a test starts it.
    public static synchronized void prepare() {
        if (!prepared) {
            Path overlay = Repository.root().resolve("k8s/overlays/local");
            kubectl("apply", "--server-side", "--force-conflicts", "-f", overlay.resolve("namespace.yaml"));
            kubectl("apply", "--server-side", "--force-conflicts", "-k", overlay);
            kubectl("-n", NAMESPACE, "scale", "deployment/zarrgo", "--replicas=0");
            prepared = true;
        }
    }

    /// Runs `kubectl`, which must succeed.
    ///
    /// @return what it prints
    public static String kubectl(Object... arguments) {
        Program.Outcome outcome = tryKubectl(arguments);
        if (outcome.exitCode() != 0) {
            throw new AssertionError("kubectl %s: %s".formatted(Arrays.asList(arguments), outcome.output()));
        }
        return outcome.output();
    }

    public static Program.Outcome tryKubectl(Object... arguments) {
        String program = System.getenv("ZARRGO_KUBECTL");
        var words = new ArrayList<Object>(List.of((program == null ? "kubectl" : program).split(" ")));
        words.addAll(Arrays.asList(arguments));
        return Program.run(words.toArray());
    }

    /// Creates what a manifest says.
    ///
    /// @return the names of the objects, for example `workflow.argoproj.io/geozarr-x7k2p`
    public static List<String> create(String manifest) {
        return withFile(manifest, file -> kubectl("-n", NAMESPACE, "create", "-o", "name", "-f", file))
                .lines()
                .toList();
    }

    public static void apply(String manifest) {
        withFile(manifest, file -> kubectl("-n", NAMESPACE, "apply", "-f", file));
    }

    private static String withFile(String text, Function<Path, String> action) {
        try {
            Path file = Files.createTempFile("manifest", ".yaml");
            try {
                Files.writeString(file, text, StandardCharsets.UTF_8);
                return action.apply(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /// Waits until something is true.
    public static void await(String what, Duration patience, BooleanSupplier condition) {
        Instant end = Instant.now().plus(patience);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not within %s: %s".formatted(patience, what));
            }
            try {
                Thread.sleep(Duration.ofMillis(250));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new AssertionError(stopped);
            }
        }
    }
}
