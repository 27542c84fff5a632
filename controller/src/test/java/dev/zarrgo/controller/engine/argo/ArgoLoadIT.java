package dev.zarrgo.controller.engine.argo;

import static dev.zarrgo.testkit.TestCluster.NAMESPACE;
import static dev.zarrgo.testkit.TestCluster.await;
import static dev.zarrgo.testkit.TestCluster.kubectl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.controller.ingest.ResolvedSource;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.controller.job.Jobs;
import dev.zarrgo.controller.job.Lane;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.controller.ledger.Caps;
import dev.zarrgo.controller.ledger.JobFilter;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.controller.ledger.LedgerSettings;
import dev.zarrgo.controller.ledger.Ledgers;
import dev.zarrgo.controller.ledger.Receipt;
import dev.zarrgo.controller.ledger.Submission;
import dev.zarrgo.controller.reconcile.Leadership;
import dev.zarrgo.controller.reconcile.ReconcileSettings;
import dev.zarrgo.controller.reconcile.Reconciler;
import dev.zarrgo.controller.workflow.Workflow;
import dev.zarrgo.testkit.EnabledIfCluster;
import dev.zarrgo.testkit.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many jobs through the loop and the engine, with pods that do nothing. What ran is counted by the pods,
/// not by the ledger: each carries the id of its job and stays.
@EnabledIfCluster
class ArgoLoadIT {

    private static final int JOBS = 500;
    private static final int CAP = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private static final String TEMPLATE = """
            apiVersion: argoproj.io/v1alpha1
            kind: WorkflowTemplate
            metadata: {name: load-test}
            spec:
              entrypoint: register
              serviceAccountName: zarrgo-pipeline
              automountServiceAccountToken: false
              executor: {serviceAccountName: zarrgo-pipeline}
              securityContext: {runAsNonRoot: true, runAsUser: 65532}
              arguments: {parameters: [{name: job_id}]}
              podMetadata:
                labels: {zarrgo.dev/load-test: "yes", zarrgo.dev/job: "{{workflow.parameters.job_id}}"}
              templates:
                - name: register
                  container:
                    image: zarrgo:0.1.0
                    imagePullPolicy: Never
                    command: [/bin/sh, -c, ":"]
                    resources: {requests: {cpu: 10m, memory: 32Mi}, limits: {memory: 128Mi}}
            """;

    @BeforeAll
    static void prepare() {
        TestCluster.prepare();
        TestCluster.apply(TEMPLATE);
        clean();
    }

    @AfterAll
    static void clean() {
        kubectl("-n", NAMESPACE, "delete", "workflows", "-l", "zarrgo.dev/load-test=yes", "--wait=false");
        kubectl("-n", NAMESPACE, "delete", "pods", "-l", "zarrgo.dev/load-test=yes", "--now", "--wait=false");
    }

    @Test
    @DisplayName("P14, P15: 500 jobs run once each, never more than 50 at a time, though the loop is replaced")
    void everyJobRunsOnceUnderTheCap(@TempDir Path folder) {
        try (Ledger ledger = Ledgers.open(LedgerSettings.embedded(folder.resolve("ledger")))) {
            List<String> ids = ledger
                    .submit(IntStream.range(0, JOBS)
                            .mapToObj(i -> Submission.ofSample(Jobs.request("item-" + i)))
                            .toList())
                    .stream()
                    .map(Receipt::job)
                    .map(job -> job.id().text())
                    .toList();
            var most = new AtomicInteger();
            work(ledger, most, JOBS / 3);
            work(ledger, most, JOBS);
            assertThat(most).hasValueBetween(1, CAP);
            assertThat(ledger.count(JobFilter.ALL.inStates(State.DONE), JOBS + 1L))
                    .isEqualTo(JOBS);
            assertThat(executions()).containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    /// Works until so many jobs are done; what is under way then is left to the next one.
    private static void work(Ledger ledger, AtomicInteger most, int done) {
        // Pods go with their workflow, and are counted at the end.
        var settings = new ArgoSettings(NAMESPACE, Duration.ofDays(1), Duration.ofDays(1), Duration.ofSeconds(5));
        try (ArgoEngine engine =
                        ArgoEngine.start(new KubernetesClientBuilder().build(), settings, InstantSource.system());
                var reconciler = new Reconciler(
                        ledger,
                        engine,
                        request -> new ResolvedSource.OneItem(request.itemId(), Optional.empty()),
                        ArgoLoadIT::planned,
                        Leadership.ALWAYS,
                        (_, _) -> {},
                        ReconcileSettings.DEFAULT.with(Caps.of(CAP)))) {
            reconciler.start();
            await(done + " jobs", PATIENCE, () -> {
                most.accumulateAndGet(running(), Math::max);
                return ledger.count(JobFilter.ALL.inStates(State.DONE), JOBS + 1L) >= done;
            });
        }
    }

    private static Workflow planned(Job job) {
        JobRequest request = job.request();
        return new Workflow(
                job.workflow(),
                "load-test",
                Map.of("job_id", job.id().text()),
                Map.of("zarrgo.dev/item", request.itemId(), "zarrgo.dev/load-test", "yes"),
                List.of(),
                Duration.ofMinutes(10),
                Lane.NORMAL,
                request.traceparent());
    }

    /// Workflows that Argo has and has not finished.
    private static int running() {
        return (int) kubectl(
                        "-n",
                        NAMESPACE,
                        "get",
                        "workflows",
                        "-l",
                        "zarrgo.dev/job,workflows.argoproj.io/completed!=true",
                        "-o",
                        "name")
                .lines()
                .count();
    }

    /// The job of each pod that was made.
    private static List<String> executions() {
        return kubectl(
                        "-n",
                        NAMESPACE,
                        "get",
                        "pods",
                        "-l",
                        "zarrgo.dev/load-test=yes",
                        "-o",
                        "jsonpath={range .items[*]}{.metadata.labels.zarrgo\\.dev/job}{\"\\n\"}{end}")
                .lines()
                .toList();
    }
}
