package dev.zarrgo.webhook.api;

import dev.zarrgo.controller.ingest.Intake;
import dev.zarrgo.controller.ingest.SampleRequests;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.controller.ledger.Submission;
import dev.zarrgo.webhook.security.Role;
import dev.zarrgo.webhook.telemetry.SampleCounter;
import dev.zarrgo.webhook.telemetry.TraceContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;

/// `POST /samples`: what upstream scripts know. They take anything but 200 as failure.
///
/// Source: rules P4 to P8.
@Controller("/samples")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Role.MAY_SUBMIT)
public final class SamplesResource {

    private final SampleRequests requests;
    private final Intake intake;

    SamplesResource(SampleRequests requests, Intake intake) {
        this.requests = requests;
        this.intake = intake;
    }

    /// Answers after the row is committed.
    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    SampleReceipt post(HttpRequest<byte[]> request) {
        JobRequest sample = requests.ofSample(JsonBody.parse(request), Callers.owner(request))
                .with(TraceContext.of(request));
        SampleCounter.note(request, sample.action().id());
        return SampleReceipt.of(intake.submit(Submission.ofSample(sample)));
    }
}
