package dev.zarrgo.cli;

import static dev.zarrgo.testkit.TestCluster.kubectl;
import static dev.zarrgo.testkit.TestCluster.tryKubectl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.testkit.EnabledIfCluster;
import dev.zarrgo.testkit.Repository;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An API server with Argo's definitions takes every manifest, without keeping it.
@EnabledIfCluster
class ManifestsIT {

    @ParameterizedTest
    @ValueSource(strings = {"local", "staging", "production"})
    void overlayIsAccepted(String name) {
        Path overlay = Repository.root().resolve("k8s/overlays").resolve(name);
        // What is in a namespace can only be tried where that is there.
        tryKubectl("create", "-f", overlay.resolve("namespace.yaml"));
        String accepted = kubectl(
                "apply", "--server-side", "--force-conflicts", "--dry-run=server", "--validate=strict", "-k", overlay);
        assertThat(accepted.lines().filter(line -> line.contains("workflowtemplate.argoproj.io/")))
                .hasSize(3);
        assertThat(accepted).contains("deployment.apps/zarrgo ", "networkpolicy.networking.k8s.io/zarrgo-pipeline ");
    }
}
