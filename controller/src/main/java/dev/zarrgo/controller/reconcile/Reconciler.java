package dev.zarrgo.controller.reconcile;

import dev.zarrgo.controller.engine.Engine;
import dev.zarrgo.controller.engine.ForeignWorkflow;
import dev.zarrgo.controller.engine.Observation;
import dev.zarrgo.controller.ingest.SourceResolver;
import dev.zarrgo.controller.job.Ending;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.WorkflowName;
import dev.zarrgo.controller.ledger.Held;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.controller.notify.JobLog;
import dev.zarrgo.controller.notify.Notifier;
import dev.zarrgo.controller.workflow.WorkflowPlanner;
import dev.zarrgo.converter.failure.ZarrgoException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop between ledger and engine.
///
/// It keeps nothing that it could not find again: names of workflows follow from jobs, submitting and
/// recording may be repeated, and what the engine has lost is tried again. So it may be killed at any
/// point, and two of them on one ledger do no harm.
///
/// Source: rules P14, P18, A22, A28.
public final class Reconciler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    /// However much comes in: a round costs the ledger a commit of its own.
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_RETIREMENTS = Duration.ofHours(1);
    private static final int RETIRED_AT_ONCE = 1000;
    private static final int RECORDERS = 8;

    private final Ledger ledger;
    private final Engine engine;
    private final Leadership leadership;
    private final Notifier notifier;
    private final ReconcileSettings settings;
    private final Dispatcher dispatcher;
    private final ForeignJobs foreign;

    private final Semaphore wakeUps = new Semaphore(0);
    private final Semaphore dispatchers;
    private final Semaphore recorders = new Semaphore(RECORDERS);
    private final Set<WorkflowName> dispatching = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread loop = Thread.ofPlatform().name("reconcile").daemon().unstarted(this::loop);
    private volatile boolean leading;
    private volatile boolean closed;
    private Instant nextRetirement = Instant.EPOCH;

    public Reconciler(
            Ledger ledger,
            Engine engine,
            SourceResolver sources,
            WorkflowPlanner planner,
            Leadership leadership,
            Notifier notifier,
            ReconcileSettings settings) {
        this.ledger = ledger;
        this.engine = engine;
        this.leadership = leadership;
        this.notifier = notifier;
        this.settings = settings;
        this.dispatcher = new Dispatcher(ledger, engine, sources, planner, notifier);
        this.foreign = new ForeignJobs(ledger, engine.name());
        this.dispatchers = new Semaphore(settings.dispatchers());
        engine.onChange(this::wake);
    }

    public void start() {
        loop.start();
    }

    /// Has the next round begin soon: work came in, or ended.
    public void wake() {
        wakeUps.release();
    }

    /// Whether this process led in the last round.
    public boolean isLeading() {
        return leading;
    }

    private void loop() {
        Duration pause = settings.interval();
        while (!closed) {
            try {
                round();
                pause = settings.interval();
            } catch (ZarrgoException failure) {
                LOG.warn("no round: {}", failure.getMessage());
                pause = longer(pause);
            } catch (RuntimeException failure) {
                LOG.error("a round broke off", failure);
                pause = longer(pause);
            }
            try {
                Thread.sleep(SHORTEST_PAUSE);
                if (wakeUps.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /// Moves every job in hand one step, and takes up new ones.
    void round() {
        leading = leadership.isHeld();
        if (!leading) {
            return;
        }
        adoptForeign();
        List<Held> held = ledger.held();
        Map<String, Observation> observations = engine.observe(
                held.stream().map(one -> one.attempt().workflow()).toList());
        var steps = new ArrayList<Future<?>>();
        for (Held one : held) {
            Optional<Observation> observation =
                    Optional.ofNullable(observations.get(one.attempt().workflow()));
            steps.add(threads.submit(() -> limited(recorders, () -> advance(one, observation))));
        }
        await(steps);
        for (Job job :
                ledger.claim(engine.name(), settings.caps(), settings.caps().total())) {
            dispatch(job);
        }
        retire();
    }

    private void adoptForeign() {
        for (ForeignWorkflow workflow : engine.foreign()) {
            foreign.adopt(workflow);
        }
    }

    private static void limited(Semaphore places, Runnable step) {
        places.acquireUninterruptibly();
        try {
            step.run();
        } finally {
            places.release();
        }
    }

    private static void await(List<Future<?>> steps) {
        for (Future<?> step : steps) {
            try {
                step.get();
            } catch (ExecutionException failure) {
                LOG.warn("a job was left for the next round: {}", String.valueOf(failure.getCause()));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void advance(Held held, Optional<Observation> observation) {
        var attempt = new WorkflowName(held.job().id(), held.attempt().number());
        Optional<Ending> ending = observation.flatMap(Observation::ending);
        if (ending.isPresent()) {
            record(attempt, ending.get());
            engine.release(held.attempt().workflow());
        } else if (held.isAbandoned()) {
            abandon(held, attempt, observation.isPresent());
        } else if (observation.isPresent()) {
            if (held.attempt().started().isEmpty()) {
                ledger.started(attempt);
            }
            if (observation.get().percent() != held.job().percent()) {
                ledger.progress(attempt, observation.get().percent());
            }
        } else if (held.attempt().started().isPresent()) {
            lose(held, attempt);
        } else {
            dispatch(held.job());
        }
    }

    /// Somebody took the job back: its workflow ends, then its attempt.
    private void abandon(Held held, WorkflowName attempt, boolean there) {
        if (there) {
            engine.end(held.attempt().workflow());
        } else if (!dispatching.contains(attempt)) {
            ledger.record(attempt, new Ending.Lost(Job.DISMISSED, "the job was taken back"));
        }
    }

    /// Rule P18: deleted, or past its time while nobody watched.
    private void lose(Held held, WorkflowName attempt) {
        var lost = new Ending.Lost(
                "workflow-missing",
                "workflow %s is not there any more".formatted(held.attempt().workflow()));
        record(attempt, lost);
    }

    private void record(WorkflowName attempt, Ending ending) {
        ledger.record(attempt, ending).ifPresent(job -> notifier.attemptEnded(job, ending.report()));
    }

    private void dispatch(Job job) {
        WorkflowName attempt = job.workflow();
        if (!dispatching.add(attempt)) {
            return;
        }
        threads.execute(() -> {
            try {
                limited(dispatchers, () -> dispatcher.dispatch(job));
            } catch (ZarrgoException failure) {
                JobLog.about(job, LOG.atWarn()).log("not submitted yet: {}", failure.getMessage());
            } catch (RuntimeException failure) {
                JobLog.about(job, LOG.atError()).setCause(failure).log("not submitted");
            } finally {
                dispatching.remove(attempt);
            }
        });
    }

    private void retire() {
        Instant now = Instant.now();
        if (now.isBefore(nextRetirement)) {
            return;
        }
        int retired = ledger.retire(now.minus(settings.retention()), RETIRED_AT_ONCE);
        nextRetirement = retired < RETIRED_AT_ONCE ? now.plus(BETWEEN_RETIREMENTS) : now;
    }

    /// Stops the loop. What is under way is taken up again by the next one.
    @Override
    public void close() {
        closed = true;
        loop.interrupt();
        threads.shutdownNow();
        try {
            if (loop.isAlive() && !loop.join(LONGEST_PAUSE)) {
                LOG.warn("the loop does not stop");
            }
            if (!threads.awaitTermination(LONGEST_PAUSE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("dispatches do not stop");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
