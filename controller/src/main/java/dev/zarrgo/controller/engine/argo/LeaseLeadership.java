package dev.zarrgo.controller.engine.argo;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which of several replicas works: the one that holds a Lease of Kubernetes.
///
/// A leader that cannot renew gives up after 7 s, and after 10 s another one may take over, so that there
/// are never two, and a leader that was killed is replaced within 15 s. Whoever loses stands for election
/// again.
///
/// Source: rules P18, L4.
public final class LeaseLeadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseLeadership.class);
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration RENEWAL = Duration.ofSeconds(7);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final String namespace;
    private final String lease;
    private final String identity;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean leads;
    private volatile boolean closed;
    private volatile @Nullable LeaderElector elector;
    private volatile CompletableFuture<?> candidacy = CompletableFuture.completedFuture(null);

    private LeaseLeadership(KubernetesClient client, String namespace, String lease, String identity) {
        this.client = client;
        this.namespace = namespace;
        this.lease = lease;
        this.identity = identity;
    }

    /// Stands for election until closed.
    ///
    /// @param lease name of the Lease, the same for all replicas
    /// @param identity of this replica, for example the name of its pod
    public static LeaseLeadership start(KubernetesClient client, String namespace, String lease, String identity) {
        var leadership = new LeaseLeadership(client, namespace, lease, identity);
        leadership.stand();
        return leadership;
    }

    /// Whether this replica may work now.
    public boolean isLeader() {
        return leads;
    }

    private void stand() {
        var callbacks = new LeaderCallbacks(
                () -> {
                    leads = true;
                    LOG.info("{} leads", identity);
                },
                () -> {
                    leads = false;
                    LOG.info("{} does not lead any more", identity);
                },
                _ -> {});
        var config = new LeaderElectionConfigBuilder()
                .withName(lease)
                .withLock(new LeaseLock(namespace, lease, identity))
                .withLeaseDuration(LEASE)
                .withRenewDeadline(RENEWAL)
                .withRetryPeriod(RETRY)
                .withLeaderCallbacks(callbacks)
                .build();
        elector = new LeaderElector(client, config, executor);
        candidacy = elector.start();
        var _ = candidacy.whenCompleteAsync((_, _) -> again(), executor);
    }

    private void again() {
        leads = false;
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException _) {
            return;
        }
        if (!closed) {
            stand();
        }
    }

    /// Gives the lease back, so that another replica need not wait for its end.
    @Override
    public void close() {
        closed = true;
        boolean led = leads;
        leads = false;
        candidacy.cancel(true);
        LeaderElector last = elector;
        if (led && last != null) {
            try {
                last.release();
            } catch (KubernetesClientException failure) {
                LOG.info("the lease ends by itself: {}", failure.getMessage());
            }
        }
        executor.shutdownNow();
    }
}
