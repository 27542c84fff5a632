package dev.zarrgo.webhook.api;

import dev.zarrgo.controller.engine.Engine;
import dev.zarrgo.controller.engine.Observation;
import dev.zarrgo.controller.ingest.Intake;
import dev.zarrgo.controller.ingest.RefusedSubmissionException;
import dev.zarrgo.controller.ingest.SampleRequests;
import dev.zarrgo.controller.job.Attempt;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobId;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.controller.ledger.Actor;
import dev.zarrgo.controller.ledger.JobFilter;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.controller.ledger.Receipt;
import dev.zarrgo.controller.ledger.Submission;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.webhook.security.Role;
import dev.zarrgo.webhook.telemetry.TraceContext;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Jobs: made, listed, watched, and helped along by people.
///
/// Source: sections 5 and 7 of the jobs specification.
@Controller("/jobs")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Role.MAY_READ)
public final class JobsResource {

    static final int MAX_BATCH = 1000;
    private static final int MAX_RETRIED = 10_000;
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final int MAX_KEY = 200;

    private final SampleRequests requests;
    private final Intake intake;
    private final Ledger ledger;
    private final Engine engine;
    private final Links links;

    JobsResource(SampleRequests requests, Intake intake, Ledger ledger, Engine engine, Links links) {
        this.requests = requests;
        this.intake = intake;
        this.ledger = ledger;
        this.engine = engine;
        this.links = links;
    }

    // --- made

    /// A new job is 201; one that has this content or this key already is 303.
    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    @Secured(Role.MAY_SUBMIT)
    HttpResponse<JobDocument> post(HttpRequest<byte[]> request) {
        JobRequest job =
                requests.ofJob(JsonBody.parse(request), Callers.owner(request)).with(TraceContext.of(request));
        return answer(intake.submit(Submission.ofJob(job, key(request))));
    }

    private HttpResponse<JobDocument> answer(Receipt receipt) {
        return switch (receipt.answer()) {
            case CREATED -> located(HttpResponse.created(document(receipt.job())), receipt.job());
            case DUPLICATE ->
                located(HttpResponse.status(HttpStatus.SEE_OTHER), receipt.job())
                        .body(document(receipt.job()));
            case BUSY, KEY_REUSED -> throw conflict(receipt);
        };
    }

    static RequestException conflict(Receipt receipt) {
        String said = receipt.answer() == Receipt.Answer.BUSY
                ? "job %s works on this item, and asks for something else"
                        .formatted(receipt.job().id())
                : "this %s was used for job %s, which asks for something else"
                        .formatted(IDEMPOTENCY_KEY, receipt.job().id());
        return RequestException.of(HttpStatus.CONFLICT, said);
    }

    private MutableHttpResponse<JobDocument> located(MutableHttpResponse<JobDocument> response, Job job) {
        return response.header(HttpHeaders.LOCATION, links.toJob(job));
    }

    static Optional<String> key(HttpRequest<?> request) {
        Optional<String> key = Optional.ofNullable(request.getHeaders().get(IDEMPOTENCY_KEY));
        key.filter(text -> text.isBlank() || text.length() > MAX_KEY).ifPresent(_ -> {
            throw RequestException.of(new Fault(
                    "#/header/" + IDEMPOTENCY_KEY, "%s has 1 to %d letters".formatted(IDEMPOTENCY_KEY, MAX_KEY)));
        });
        return key;
    }

    /// Many at once, with an answer for each: what is wrong with one does not keep the others out.
    @Post("/batch")
    @Consumes(MediaType.APPLICATION_JSON)
    @Secured(Role.MAY_SUBMIT)
    List<BatchAnswer> batch(HttpRequest<byte[]> request) {
        Members members = Members.of(request);
        var elements = members.elements("jobs", MAX_BATCH);
        members.end();
        var answers = new ArrayList<BatchAnswer>();
        var submissions = new ArrayList<Submission>();
        var places = new ArrayList<Integer>();
        for (int i = 0; i < elements.size(); i++) {
            try {
                JobRequest job =
                        requests.ofJob(elements.get(i), Callers.owner(request)).with(TraceContext.of(request));
                submissions.add(Submission.ofJob(job, Optional.empty()));
                places.add(i);
                answers.add(null);
            } catch (RefusedSubmissionException refused) {
                answers.add(BatchAnswer.of(Problems.of(RequestException.of(Problems.faults(refused)))));
            }
        }
        if (!submissions.isEmpty()) {
            List<Receipt> receipts = intake.submit(submissions);
            for (int i = 0; i < receipts.size(); i++) {
                answers.set(places.get(i), answerInBatch(receipts.get(i)));
            }
        }
        return answers;
    }

    private BatchAnswer answerInBatch(Receipt receipt) {
        return switch (receipt.answer()) {
            case CREATED -> BatchAnswer.of(HttpStatus.CREATED, document(receipt.job()));
            case DUPLICATE -> BatchAnswer.of(HttpStatus.SEE_OTHER, document(receipt.job()));
            case BUSY, KEY_REUSED -> BatchAnswer.of(Problems.of(conflict(receipt)));
        };
    }

    // --- looked at

    @Get
    JobList list(HttpRequest<?> request) {
        JobQuery query = JobQuery.of(request);
        return query.run(ledger, links);
    }

    @Get("/{id}")
    JobDocument job(String id) {
        Job job = require(id);
        List<Attempt> attempts = ledger.attempts(job.id());
        return JobDocument.of(job, attempts, observed(attempts), links);
    }

    /// What the engine knows; a job is shown without it as well.
    private Map<String, Observation> observed(List<Attempt> attempts) {
        try {
            return attempts.isEmpty()
                    ? Map.of()
                    : engine.observe(List.of(attempts.getLast().workflow()));
        } catch (UnavailableException _) {
            return Map.of();
        }
    }

    /// What was asked for, as it was accepted.
    @Get("/{id}/input")
    InputDocument input(String id) {
        return InputDocument.of(require(id));
    }

    /// What the steps of each attempt reported.
    @Get("/{id}/output")
    OutputDocument output(String id) {
        Job job = require(id);
        return OutputDocument.of(job, ledger.attempts(job.id()));
    }

    @Get("/{id}/results")
    Object results(String id) {
        Job job = require(id);
        if (job.state() != State.DONE) {
            throw RequestException.of(
                    HttpStatus.NOT_FOUND,
                    job.state().isLive()
                            ? "job %s has no results yet: it is %s"
                                    .formatted(job.id(), JobStatus.of(job).id())
                            : "job %s has no results: it is %s%s"
                                    .formatted(
                                            job.id(),
                                            JobStatus.of(job).id(),
                                            job.message()
                                                    .map(text -> ": " + text)
                                                    .orElse("")));
        }
        return OutputDocument.results(job, ledger.attempts(job.id()), links);
    }

    // --- helped along

    @Delete("/{id}")
    @Secured(Role.MAY_SUBMIT)
    JobDocument dismiss(String id, HttpRequest<?> request) {
        return changed(id, ledger.dismiss(JobId.parse(id), actor(request, "taken back")));
    }

    @Put("/{id}/retry")
    @Secured(Role.MAY_SUBMIT)
    JobDocument retry(String id, HttpRequest<byte[]> request) {
        return changed(id, ledger.retry(JobId.parse(id), reason(request, "asked for another attempt")));
    }

    @Put("/{id}/fail")
    @Secured(Role.MAY_SUBMIT)
    JobDocument fail(String id, HttpRequest<byte[]> request) {
        return changed(id, ledger.fail(JobId.parse(id), reason(request, "declared failed")));
    }

    /// Sets any state, for an administrator; the history says so (rule A11).
    @Put("/{id}/state/{state}")
    @Secured(Role.MAY_ADMINISTER)
    JobDocument force(String id, String state, HttpRequest<byte[]> request) {
        JobId job = JobId.parse(id);
        State wanted = State.named(state)
                .orElseThrow(() -> RequestException.of(new Fault(
                        "#/path/state",
                        "there is no state '%s'; there are %s".formatted(state, List.of(State.values())))));
        return changed(id, ledger.force(job, wanted, reason(request, "forced")));
    }

    /// Replaces the parameters of a job that does not run.
    @Put("/{id}/data")
    @Consumes(MediaType.APPLICATION_JSON)
    @Secured(Role.MAY_SUBMIT)
    HttpResponse<Void> edit(String id, HttpRequest<byte[]> request) {
        Job job = require(id);
        Members members = Members.of(request);
        var parameters = members.tree("parameters");
        members.end();
        requests.checkParameters(parameters);
        ledger.edit(job.id(), parameters, actor(request, "parameters replaced"));
        return HttpResponse.noContent();
    }

    /// Another attempt for all jobs of a filter that wait, failed or were invalid.
    @Post("/retry")
    @Consumes(MediaType.APPLICATION_JSON)
    @Secured(Role.MAY_SUBMIT)
    RetryDocument retryAll(HttpRequest<byte[]> request) {
        Members members = Members.of(request);
        boolean dryRun = members.flag("dryRun");
        int limit = members.number("limit", 1, MAX_RETRIED).orElse(MAX_RETRIED);
        String reason = members.optionalText("reason").orElse("asked for another attempt");
        JobFilter filter = JobQuery.filter(members);
        members.end();
        List<JobId> jobs =
                dryRun ? ledger.retriable(filter, limit) : ledger.retryAll(filter, actor(request, reason), limit);
        return new RetryDocument(
                jobs.size(), dryRun, jobs.stream().map(JobId::text).toList());
    }

    private static Actor reason(HttpRequest<byte[]> request, String otherwise) {
        if (request.getBody().map(body -> body.length).orElse(0) == 0) {
            return actor(request, otherwise);
        }
        Members members = Members.of(request);
        String reason = members.optionalText("reason").orElse(otherwise);
        members.end();
        return actor(request, reason);
    }

    private static Actor actor(HttpRequest<?> request, String reason) {
        return new Actor(Callers.owner(request), reason);
    }

    private JobDocument changed(String id, Optional<Job> job) {
        return job.map(this::document).orElseThrow(() -> RequestException.notFound("job", id));
    }

    private JobDocument document(Job job) {
        return JobDocument.of(job, links);
    }

    private Job require(String id) {
        return ledger.job(JobId.parse(id)).orElseThrow(() -> RequestException.notFound("job", id));
    }
}
