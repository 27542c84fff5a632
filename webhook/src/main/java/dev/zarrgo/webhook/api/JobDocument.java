package dev.zarrgo.webhook.api;

import dev.zarrgo.controller.engine.Observation;
import dev.zarrgo.controller.engine.StepStatus;
import dev.zarrgo.controller.job.Attempt;
import dev.zarrgo.controller.job.Job;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A job as both APIs give it: the members of `statusInfo` of OGC API – Processes beside our own.
///
/// Source: section 5 and rule A25 of the jobs specification.
///
/// @param jobID the same as `id`, by the name of the standard
/// @param status as the standard has it
/// @param state as the ledger has it
/// @param nextAttempt when the job tries again by itself
/// @param attempts the tries so far, the first one first; absent in lists
@Serdeable.Serializable
public record JobDocument(
        String id,
        String jobID,
        String processID,
        String type,
        String status,
        String state,
        String kind,
        String action,
        String collection,
        String item,
        String source,
        String owner,
        String lane,
        int priority,
        int progress,
        int percent,
        int attempt,
        @Nullable String workflow,
        @Nullable String parent,
        @Nullable String code,
        @Nullable String message,
        Instant created,
        Instant updated,
        @Nullable Instant started,
        @Nullable Instant finished,
        @Nullable Instant nextAttempt,
        @Nullable List<AttemptDocument> attempts,
        List<LinkDocument> links) {

    /// One try.
    ///
    /// @param steps how they stand or stood; absent once the engine has forgotten the workflow
    @Serdeable.Serializable
    public record AttemptDocument(
            int number,
            String engine,
            String workflow,
            Instant claimed,
            @Nullable Instant started,
            @Nullable Instant finished,
            @Nullable Integer exitCode,
            @Nullable String code,
            @Nullable String message,
            @Nullable List<StepDocument> steps) {

        static AttemptDocument of(Attempt attempt, List<StepStatus> steps) {
            return new AttemptDocument(
                    attempt.number(),
                    attempt.engine(),
                    attempt.workflow(),
                    attempt.claimed(),
                    attempt.started().orElse(null),
                    attempt.finished().orElse(null),
                    attempt.exitCode().isPresent() ? attempt.exitCode().getAsInt() : null,
                    attempt.code().orElse(null),
                    attempt.message().orElse(null),
                    steps.isEmpty()
                            ? null
                            : steps.stream().map(StepDocument::of).toList());
        }
    }

    /// One step of a try.
    @Serdeable.Serializable
    public record StepDocument(
            String name,
            String phase,
            int tries,
            @Nullable Instant started,
            @Nullable Instant finished,
            @Nullable Integer exitCode,
            @Nullable String message) {

        static StepDocument of(StepStatus step) {
            return new StepDocument(
                    step.name(),
                    step.phase().name(),
                    step.tries(),
                    step.started().orElse(null),
                    step.finished().orElse(null),
                    step.exitCode().isPresent() ? step.exitCode().getAsInt() : null,
                    step.message().orElse(null));
        }
    }

    /// As it stands in a list.
    static JobDocument of(Job job, Links links) {
        return of(job, Optional.empty(), Map.of(), links);
    }

    /// @param steps what the engine knows of them, by the name of the workflow
    static JobDocument of(Job job, List<Attempt> attempts, Map<String, Observation> steps, Links links) {
        return of(job, Optional.of(attempts), steps, links);
    }

    private static JobDocument of(
            Job job, Optional<List<Attempt>> attempts, Map<String, Observation> steps, Links links) {
        List<Attempt> tries = attempts.orElse(List.of());
        Optional<Instant> started =
                tries.stream().findFirst().map(first -> first.started().orElse(first.claimed()));
        boolean live = job.state().isLive();
        return new JobDocument(
                job.id().text(),
                job.id().text(),
                ProcessDocument.ID,
                "process",
                JobStatus.of(job).id(),
                job.state().name(),
                job.request().action().kind().id(),
                job.request().action().id(),
                job.request().collection(),
                job.request().itemId(),
                job.request().source(),
                job.request().owner(),
                job.request().lane().id(),
                job.request().priority(),
                job.percent(),
                job.percent(),
                job.attempts(),
                job.attempts() > 0 ? job.workflow().text() : null,
                job.parent().map(Object::toString).orElse(null),
                job.code().orElse(null),
                job.message().orElse(null),
                job.created(),
                job.updated(),
                started.orElse(null),
                live ? null : job.updated(),
                job.nextAttempt().orElse(null),
                attempts.map(list -> list.stream()
                                .map(attempt -> AttemptDocument.of(
                                        attempt,
                                        Optional.ofNullable(steps.get(attempt.workflow()))
                                                .map(Observation::steps)
                                                .orElse(List.of())))
                                .toList())
                        .orElse(null),
                links.ofJob(job));
    }
}
