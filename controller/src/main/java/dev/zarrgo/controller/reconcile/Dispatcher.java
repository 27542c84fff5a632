package dev.zarrgo.controller.reconcile;

import dev.zarrgo.controller.engine.Engine;
import dev.zarrgo.controller.ingest.ResolvedSource;
import dev.zarrgo.controller.ingest.SourceResolver;
import dev.zarrgo.controller.job.Ending;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.WorkflowName;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.controller.ledger.ResolvedItem;
import dev.zarrgo.controller.ledger.Submission;
import dev.zarrgo.controller.notify.JobLog;
import dev.zarrgo.controller.notify.Notifier;
import dev.zarrgo.controller.workflow.WorkflowPlanner;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.ZarrgoException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings one claimed job to the engine. Safe to be cut off anywhere, and to be done again.
final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Ledger ledger;
    private final Engine engine;
    private final SourceResolver sources;
    private final WorkflowPlanner planner;
    private final Notifier notifier;

    Dispatcher(Ledger ledger, Engine engine, SourceResolver sources, WorkflowPlanner planner, Notifier notifier) {
        this.ledger = ledger;
        this.engine = engine;
        this.sources = sources;
        this.planner = planner;
        this.notifier = notifier;
    }

    /// Reads the source, and submits what has to be done.
    ///
    /// @throws UnavailableException if ledger or engine give no answer: the job waits in hand for the next
    ///     round
    void dispatch(Job job) {
        WorkflowName attempt = job.workflow();
        Optional<Job> resolved = resolved(job);
        if (resolved.isEmpty() || !resolved.get().isInHand()) {
            return;
        }
        try {
            engine.submit(planner.plan(resolved.get()));
        } catch (UnavailableException failure) {
            throw failure;
        } catch (RuntimeException failure) {
            record(job, failure);
            return;
        }
        ledger.started(attempt);
    }

    /// The job with its item; empty where it came to an end instead.
    private Optional<Job> resolved(Job job) {
        WorkflowName attempt = job.workflow();
        ResolvedSource source;
        try {
            source = sources.resolve(job.request());
        } catch (RuntimeException failure) {
            record(job, failure);
            return Optional.empty();
        }
        return switch (source) {
            case ResolvedSource.OneItem one -> resolved(job, one);
            case ResolvedSource.ManyItems many -> {
                ledger.expand(
                        attempt,
                        many.elements().stream()
                                .map(element ->
                                        Submission.ofSample(job.request().with(element.itemId(), element.source())))
                                .toList());
                ledger.job(job.id()).ifPresent(this::ended);
                yield Optional.empty();
            }
        };
    }

    private Optional<Job> resolved(Job job, ResolvedSource.OneItem one) {
        if (one.item().isEmpty() && one.itemId().equals(job.request().itemId())) {
            return Optional.of(job);
        }
        if (!one.itemId().equals(job.request().itemId())) {
            JobLog.about(job, LOG.atWarn())
                    .log("the address says {}, the item is {}", job.request().itemId(), one.itemId());
        }
        Optional<Job> resolved = ledger.resolve(job.workflow(), new ResolvedItem(one.itemId(), one.item()));
        resolved.filter(now -> !now.isInHand()).ifPresent(this::ended);
        return resolved;
    }

    /// Before any step.
    private void ended(Job job) {
        notifier.attemptEnded(job, Optional.empty());
    }

    private void record(Job job, RuntimeException failure) {
        Optional<String> code = Optional.empty();
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof ZarrgoException known) {
            code = Optional.of(known.code().id());
            message = known.advice() == null ? message : message + "; " + known.advice();
        } else {
            JobLog.about(job, LOG.atError()).setCause(failure).log("a bug in the dispatcher");
            message = "this is a bug in zarrgo: " + failure;
        }
        ledger.record(job.workflow(), new Ending.Failure(ExitCode.of(failure), code, message, Optional.empty()))
                .ifPresent(this::ended);
    }
}
