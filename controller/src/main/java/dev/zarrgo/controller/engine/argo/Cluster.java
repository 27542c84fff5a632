package dev.zarrgo.controller.engine.argo;

import dev.zarrgo.controller.engine.Engine;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.InstantSource;

/// The Kubernetes that this process can reach, as its pod or its `KUBECONFIG` says: an engine, and a vote
/// on who uses it.
public final class Cluster implements AutoCloseable {

    /// The Lease that replicas compete for.
    private static final String LEASE = "zarrgo-controller";

    private static final int REQUEST_MILLIS = 10_000;

    private final ArgoEngine engine;
    private final LeaseLeadership leadership;

    private Cluster(ArgoEngine engine, LeaseLeadership leadership) {
        this.engine = engine;
        this.leadership = leadership;
    }

    /// @param identity of this replica, for example the name of its pod
    public static Cluster connect(ArgoSettings settings, String identity) {
        Config config = new ConfigBuilder(Config.autoConfigure(null))
                .withRequestRetryBackoffLimit(0) // the loop comes again
                .withRequestTimeout(REQUEST_MILLIS)
                .build();
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build();
        var leadership = LeaseLeadership.start(client, settings.namespace(), LEASE, identity);
        return new Cluster(ArgoEngine.start(client, settings, InstantSource.system()), leadership);
    }

    public Engine engine() {
        return engine;
    }

    /// Whether this replica may use it now.
    public boolean isLeader() {
        return leadership.isLeader();
    }

    /// Hands the lead to another replica. Workflows go on.
    @Override
    public void close() {
        leadership.close();
        engine.close();
    }
}
