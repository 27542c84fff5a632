package dev.zarrgo.controller.engine.argo;

import static dev.zarrgo.controller.engine.argo.KubernetesFailures.ifThere;
import static dev.zarrgo.controller.engine.argo.KubernetesFailures.translated;

import dev.zarrgo.controller.engine.Engine;
import dev.zarrgo.controller.engine.ForeignWorkflow;
import dev.zarrgo.controller.engine.Observation;
import dev.zarrgo.controller.job.WorkflowName;
import dev.zarrgo.controller.workflow.Workflow;
import dev.zarrgo.converter.failure.UnavailableException;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs workflows on Kubernetes: one `Workflow` of Argo for each, named after job and attempt.
///
/// Workflows are watched. The copies that the watch keeps answer questions while it stands; where it does
/// not, or knows nothing, the API server is asked, so that a workflow is said to be missing only if it is.
/// A watch that expired (410) or broke begins anew with a list, by itself.
///
/// Requests are not repeated here: the loop that makes them comes again.
///
/// Source: rules P14, P16, P18, L3.
public final class ArgoEngine implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(ArgoEngine.class);
    private static final Duration RESYNC = Duration.ofMinutes(10);
    private static final String STOP = "{\"spec\":{\"shutdown\":\"Stop\"}}";
    private static final String MARK = "{\"metadata\":{\"labels\":{\"%s\":\"true\"}}}".formatted(Labels.RECORDED);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final ArgoSettings settings;
    private final InstantSource clock;
    private final SharedIndexInformer<ArgoWorkflow> watched;
    private final StepLogs logs;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService sweeper;

    private ArgoEngine(KubernetesClient client, ArgoSettings settings, InstantSource clock) {
        this.client = client;
        this.settings = settings;
        this.clock = clock;
        this.logs = new StepLogs(client, settings.namespace());
        this.watched = workflows()
                .inNamespace(settings.namespace())
                .withLabel(Labels.NAME, Labels.PROGRAM)
                .runnableInformer(RESYNC.toMillis())
                .exceptionHandler((_, failure) -> {
                    LOG.warn("workflows are not watched, trying again: {}", failure.getMessage());
                    return true;
                });
        this.sweeper = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("argo-sweeper").factory());
    }

    /// Starts to watch.
    ///
    /// @param client is closed with the engine
    public static ArgoEngine start(KubernetesClient client, ArgoSettings settings, InstantSource clock) {
        var engine = new ArgoEngine(client, settings, clock);
        engine.watched.addEventHandler(engine.new Changes());
        engine.watched.start();
        long period = settings.sweep().toMillis();
        var _ = engine.sweeper.scheduleWithFixedDelay(engine::sweep, period, period, TimeUnit.MILLISECONDS);
        return engine;
    }

    @Override
    public String name() {
        return "argo";
    }

    @Override
    public void submit(Workflow workflow) {
        ArgoWorkflow written = WorkflowWriting.written(workflow, settings.namespace());
        try {
            workflows().inNamespace(settings.namespace()).resource(written).create();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != KubernetesFailures.CONFLICT) {
                throw translated("Workflow " + workflow.name(), failure);
            }
            LOG.info("workflow {} is there already", workflow.name());
        }
    }

    @Override
    public Map<String, Observation> observe(Collection<String> names) {
        var observations = new HashMap<String, Observation>();
        for (String name : names) {
            find(name).ifPresent(workflow -> observations.put(name, WorkflowReading.observation(workflow)));
        }
        return observations;
    }

    private Optional<ArgoWorkflow> find(String name) {
        Optional<ArgoWorkflow> copy = isWatching()
                ? Optional.ofNullable(watched.getStore().getByKey(settings.namespace() + "/" + name))
                : Optional.empty();
        return copy.or(() -> ifThere("Workflow " + name, () -> resource(name).get()));
    }

    private boolean isWatching() {
        return watched.hasSynced() && watched.isWatching();
    }

    @Override
    public List<ForeignWorkflow> foreign() {
        return known().stream()
                .filter(workflow -> !isOurs(workflow) && !isRecorded(workflow))
                .map(ArgoEngine::foreign)
                .toList();
    }

    /// All that the label finds.
    private List<ArgoWorkflow> known() {
        if (isWatching()) {
            return watched.getStore().list();
        }
        return translated("Workflows", () -> workflows()
                .inNamespace(settings.namespace())
                .withLabel(Labels.NAME, Labels.PROGRAM)
                .list()
                .getItems());
    }

    private static ForeignWorkflow foreign(ArgoWorkflow workflow) {
        var parameters = new HashMap<String, String>();
        ArgoWorkflow.Spec spec = workflow.getSpec();
        if (spec != null && spec.arguments() != null && spec.arguments().parameters() != null) {
            for (ArgoWorkflow.Parameter parameter : spec.arguments().parameters()) {
                if (parameter.value() != null) {
                    parameters.put(parameter.name(), parameter.value());
                }
            }
        }
        return new ForeignWorkflow(
                workflow.getMetadata().getName(), workflow.getMetadata().getUid(), parameters);
    }

    private static boolean isOurs(ArgoWorkflow workflow) {
        return WorkflowName.parse(workflow.getMetadata().getName()).isPresent()
                && workflow.getMetadata().getLabels().containsKey(Labels.JOB);
    }

    private static boolean isRecorded(ArgoWorkflow workflow) {
        return "true".equals(workflow.getMetadata().getLabels().get(Labels.RECORDED));
    }

    @Override
    public void end(String name) {
        patch(name, STOP);
    }

    /// Marks it; [#sweep] removes it when its time has come.
    @Override
    public void release(String name) {
        patch(name, MARK);
    }

    private void patch(String name, String document) {
        ifThere("Workflow " + name, () -> resource(name).patch(MERGE, document));
    }

    private void sweep() {
        try {
            for (ArgoWorkflow workflow : watched.getStore().list()) {
                if (isRecorded(workflow) && isOver(workflow)) {
                    String name = workflow.getMetadata().getName();
                    ifThere("Workflow " + name, () -> resource(name)
                            .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                            .delete());
                }
            }
        } catch (UnavailableException failure) {
            LOG.info("workflows of the past stay for now: {}", failure.getMessage());
        } catch (RuntimeException failure) {
            LOG.warn("workflows of the past stay for now", failure);
        }
    }

    private boolean isOver(ArgoWorkflow workflow) {
        Duration kept = WorkflowReading.hasSucceeded(workflow) ? settings.keepSucceeded() : settings.keepFailed();
        Instant now = clock.instant();
        return WorkflowReading.finished(workflow)
                .filter(end -> !end.plus(kept).isAfter(now))
                .isPresent();
    }

    @Override
    public Optional<InputStream> log(String name, String step, Follow follow) {
        return find(name)
                .flatMap(workflow -> WorkflowReading.pod(workflow, step))
                .flatMap(pod -> logs.open(pod, follow));
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        watched.stop();
        client.close();
    }

    private Resource<ArgoWorkflow> resource(String name) {
        return workflows().inNamespace(settings.namespace()).withName(name);
    }

    private MixedOperation<ArgoWorkflow, KubernetesResourceList<ArgoWorkflow>, Resource<ArgoWorkflow>> workflows() {
        return client.resources(ArgoWorkflow.class);
    }

    /// Tells the listeners of whatever the watch reports.
    private final class Changes implements ResourceEventHandler<ArgoWorkflow> {

        @Override
        public void onAdd(ArgoWorkflow workflow) {
            tell();
        }

        @Override
        public void onUpdate(ArgoWorkflow before, ArgoWorkflow after) {
            tell();
        }

        @Override
        public void onDelete(ArgoWorkflow workflow, boolean unknown) {
            tell();
        }

        private void tell() {
            listeners.forEach(Runnable::run);
        }
    }
}
