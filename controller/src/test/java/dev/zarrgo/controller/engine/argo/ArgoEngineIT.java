package dev.zarrgo.controller.engine.argo;

import static dev.zarrgo.testkit.TestCluster.NAMESPACE;
import static dev.zarrgo.testkit.TestCluster.await;
import static dev.zarrgo.testkit.TestCluster.kubectl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.controller.engine.Engine.Follow;
import dev.zarrgo.controller.engine.ForeignWorkflow;
import dev.zarrgo.controller.engine.Observation;
import dev.zarrgo.controller.job.Ending;
import dev.zarrgo.controller.job.JobIds;
import dev.zarrgo.controller.job.Lane;
import dev.zarrgo.controller.job.WorkflowName;
import dev.zarrgo.controller.workflow.Workflow;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.testkit.EnabledIfCluster;
import dev.zarrgo.testkit.TestCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The engine on a real cluster with real pods, under the rights of the service's account and no others
/// (P17).
@EnabledIfCluster
class ArgoEngineIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ACCOUNT = "system:serviceaccount:%s:zarrgo".formatted(NAMESPACE);

    /// A step that does what it is told: prints a word, waits, ends with a code.
    private static final String TEMPLATE = """
            apiVersion: argoproj.io/v1alpha1
            kind: WorkflowTemplate
            metadata: {name: engine-test}
            spec:
              entrypoint: main
              serviceAccountName: zarrgo-pipeline
              automountServiceAccountToken: false
              executor: {serviceAccountName: zarrgo-pipeline}
              workflowMetadata: {labels: {app.kubernetes.io/name: zarrgo}}
              securityContext: {runAsNonRoot: true, runAsUser: 65532}
              arguments:
                parameters:
                  - {name: word, value: hello}
                  - {name: code, value: "0"}
                  - {name: seconds, value: "0"}
              templates:
                - name: main
                  dag: {tasks: [{name: register, template: register}]}
                - name: register
                  container:
                    image: zarrgo:0.1.0
                    imagePullPolicy: Never
                    terminationMessagePolicy: FallbackToLogsOnError
                    command: [/bin/sh, -c]
                    args:
                      - echo "$1"; while [ "$3" != 0 ]; do :; done; exit "$2"
                      - sh
                      - "{{workflow.parameters.word}}"
                      - "{{workflow.parameters.code}}"
                      - "{{workflow.parameters.seconds}}"
                    resources: {requests: {cpu: 10m, memory: 32Mi}, limits: {memory: 128Mi}}
            """;

    private static final JobIds IDS = new JobIds(InstantSource.system(), ThreadLocalRandom.current());

    private ArgoEngine engine = start(client(Optional.empty()), Duration.ofDays(1));

    @BeforeAll
    static void prepare() {
        TestCluster.prepare();
        TestCluster.apply(TEMPLATE);
    }

    @BeforeEach
    void watch() {
        await("the watch", PATIENCE, () -> engine.foreign() != null);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static ArgoEngine start(KubernetesClient client, Duration kept) {
        return ArgoEngine.start(
                client, new ArgoSettings(NAMESPACE, kept, kept, Duration.ofSeconds(1)), InstantSource.system());
    }

    private static KubernetesClient client(Optional<String> address) {
        Config config = new ConfigBuilder(Config.autoConfigure(null))
                .withImpersonateUsername(ACCOUNT)
                .withNamespace(NAMESPACE)
                .withRequestRetryBackoffLimit(0)
                .build();
        address.ifPresent(config::setMasterUrl);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static Workflow workflow(Map<String, String> parameters) {
        return new Workflow(
                new WorkflowName(IDS.next(), 1),
                "engine-test",
                parameters,
                Map.of("zarrgo.dev/item", "not a label!"),
                List.of(),
                Duration.ofMinutes(5),
                Lane.NORMAL,
                Optional.empty());
    }

    private Ending ending(String name) {
        await(name + " to end", PATIENCE, () -> observed(name).ending().isPresent());
        return observed(name).ending().orElseThrow();
    }

    private Observation observed(String name) {
        return engine.observe(List.of(name)).getOrDefault(name, new Observation(name, 0, List.of(), Optional.empty()));
    }

    @Test
    @DisplayName("P14: submitting twice is one workflow; its end, its log, and its removal")
    void runsOnceIsReadAndRemoved() throws IOException {
        var changes = new AtomicInteger();
        engine.onChange(changes::incrementAndGet);
        Workflow workflow = workflow(Map.of("word", "$(echo gone) {{x}} 'quoted'"));
        String name = workflow.name().text();
        engine.submit(workflow);
        engine.submit(workflow);
        assertThat(engine.observe(List.of(name))).containsKey(name);
        assertThat(ending(name)).isInstanceOf(Ending.Success.class);
        assertThat(changes).hasPositiveValue();
        assertThat(log(name, Follow.NO)).contains("$(echo gone) {{x}} 'quoted'");
        assertThat(log(name, Follow.YES)).contains("$(echo gone)");
        assertThat(engine.foreign()).extracting(ForeignWorkflow::name).doesNotContain(name);
        try (ArgoEngine impatient = start(client(Optional.empty()), Duration.ZERO)) {
            impatient.release(name);
            await("removal", PATIENCE, () -> impatient.observe(List.of(name)).isEmpty());
        }
        assertThat(TestCluster.tryKubectl("-n", NAMESPACE, "get", "workflow", name)
                        .exitCode())
                .isNotZero();
    }

    private String log(String name, Follow follow) throws IOException {
        try (InputStream log = engine.log(name, "register", follow).orElseThrow()) {
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    @DisplayName("A22: exit code and reason of a failed step")
    void failureIsRead() {
        Workflow workflow = workflow(Map.of("code", "65", "word", "error: this is no product"));
        engine.submit(workflow);
        var failure = (Ending.Failure) ending(workflow.name().text());
        assertThat(failure.exitCode()).isEqualTo(65);
        assertThat(failure.message()).isEqualTo("register: this is no product");
        assertThat(failure.report().orElseThrow().at("/steps/4/message").asText())
                .isEqualTo("this is no product");
    }

    @Test
    void endedWorkflowIsStopped() {
        Workflow workflow = workflow(Map.of("seconds", "forever"));
        String name = workflow.name().text();
        engine.submit(workflow);
        await("its pod", PATIENCE, () -> engine.log(name, "register", Follow.NO).isPresent());
        engine.end(name);
        assertThat(ending(name)).isInstanceOfSatisfying(Ending.Failure.class, end -> assertThat(end.code())
                .contains("workflow-stopped"));
        engine.end(name);
        engine.end("zarrgo-not-there");
    }

    @Test
    @DisplayName("P18: a workflow that somebody deleted is missing, and said to be so")
    void deletedWorkflowIsMissing() {
        Workflow workflow = workflow(Map.of("seconds", "forever"));
        String name = workflow.name().text();
        engine.submit(workflow);
        await("it", PATIENCE, () -> engine.observe(List.of(name)).containsKey(name));
        kubectl("-n", NAMESPACE, "delete", "workflow", name, "--wait=false");
        await("its absence", PATIENCE, () -> engine.observe(List.of(name)).isEmpty());
    }

    @Test
    @DisplayName("P9: what somebody made with kubectl is found, until its end is recorded")
    void foreignWorkflowsAreFound() {
        String name = TestCluster.create("""
                        apiVersion: argoproj.io/v1alpha1
                        kind: Workflow
                        metadata: {generateName: by-hand-}
                        spec:
                          workflowTemplateRef: {name: engine-test}
                          arguments: {parameters: [{name: word, value: by hand}]}
                        """).getFirst().replaceFirst(".*/", "");
        await("it among the foreign ones", PATIENCE, () -> foreign(name).isPresent());
        assertThat(foreign(name).orElseThrow().parameters()).containsEntry("word", "by hand");
        assertThat(ending(name)).isInstanceOf(Ending.Success.class);
        engine.release(name);
        await("it to be recorded", PATIENCE, () -> foreign(name).isEmpty());
    }

    private Optional<ForeignWorkflow> foreign(String name) {
        return engine.foreign().stream()
                .filter(workflow -> workflow.name().equals(name))
                .findFirst();
    }

    @Test
    @DisplayName("an API server that restarts is survived: nothing is called missing, and the watch stands again")
    void restartOfTheApiServerIsSurvived() throws IOException {
        URI server = URI.create(client(Optional.empty()).getConfiguration().getMasterUrl());
        try (var relay = new TcpRelay(new InetSocketAddress(server.getHost(), server.getPort()));
                ArgoEngine relayed =
                        start(client(Optional.of("https://127.0.0.1:" + relay.port())), Duration.ofDays(1))) {
            Workflow workflow = workflow(Map.of());
            String name = workflow.name().text();
            relayed.submit(workflow);
            await("it in the watch", PATIENCE, () -> relayed.observe(List.of(name))
                    .containsKey(name));
            relay.down();
            assertThatThrownBy(() -> relayed.observe(List.of("zarrgo-unknown")))
                    .isInstanceOf(UnavailableException.class);
            assertThatThrownBy(() -> relayed.submit(workflow)).isInstanceOf(UnavailableException.class);
            ending(name); // meanwhile, as another watch sees it
            relay.up();
            await("the end", PATIENCE, () -> {
                try {
                    return Optional.ofNullable(relayed.observe(List.of(name)).get(name))
                            .flatMap(Observation::ending)
                            .isPresent();
                } catch (UnavailableException _) {
                    return false;
                }
            });
            relayed.submit(workflow);
        }
    }

    @Test
    @DisplayName("L4: one of two replicas leads; when it dies, the other one within 15 s")
    void otherReplicaTakesOver() throws IOException {
        URI server = URI.create(client(Optional.empty()).getConfiguration().getMasterUrl());
        try (var relay = new TcpRelay(new InetSocketAddress(server.getHost(), server.getPort()));
                KubernetesClient one = client(Optional.of("https://127.0.0.1:" + relay.port()));
                KubernetesClient two = client(Optional.empty());
                var first = LeaseLeadership.start(one, NAMESPACE, "zarrgo-controller", "first")) {
            await("the first to lead", PATIENCE, first::isLeader);
            try (var second = LeaseLeadership.start(two, NAMESPACE, "zarrgo-controller", "second")) {
                assertThat(second.isLeader()).isFalse();
                relay.down();
                await("the second to lead", Duration.ofSeconds(15), () -> {
                    assertThat(first.isLeader() && second.isLeader())
                            .as("both lead")
                            .isFalse();
                    return second.isLeader();
                });
                relay.up();
                await("the first to be a candidate again", PATIENCE, () -> !first.isLeader());
            }
            await("the first to lead again", Duration.ofSeconds(15), first::isLeader);
        }
    }
}
