package dev.zarrgo.webhook.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.ingest.Intake;
import dev.zarrgo.controller.ingest.RefusedSubmissionException;
import dev.zarrgo.controller.ingest.SampleRequests;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.controller.ledger.Receipt;
import dev.zarrgo.controller.ledger.Submission;
import dev.zarrgo.converter.zarr.Json;
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
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Set;

/// The same jobs by the rules of OGC API – Processes.
///
/// Source: <https://docs.ogc.org/is/18-062r2/18-062r2.html>, rule A25.
@Controller("/processes")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Role.MAY_READ)
public final class ProcessesResource {

    private static final Set<String> RESPONSES = Set.of("document", "raw");

    private final SampleRequests requests;
    private final Intake intake;
    private final Links links;

    ProcessesResource(SampleRequests requests, Intake intake, Links links) {
        this.requests = requests;
        this.intake = intake;
        this.links = links;
    }

    @Serdeable.Serializable
    public record ProcessList(List<Object> processes, List<LinkDocument> links) {}

    @Get
    ProcessList list(HttpRequest<?> request) {
        var parameters = new Parameters(request.getParameters(), Set.of("limit"));
        parameters.number("limit", 1, 1000, 1000);
        parameters.end();
        return new ProcessList(
                List.of(ProcessDocument.summary(links)),
                List.of(LinkDocument.json(links.to("/processes"), "self", "This list")));
    }

    @Get("/{id}")
    Object process(String id) {
        require(id);
        return ProcessDocument.whole(links);
    }

    /// Always starts a job: the work takes longer than a client waits.
    @Post("/{id}/execution")
    @Consumes(MediaType.APPLICATION_JSON)
    @Secured(Role.MAY_SUBMIT)
    HttpResponse<JobDocument> execute(String id, HttpRequest<byte[]> request) {
        require(id);
        JobRequest job = read(request).with(TraceContext.of(request));
        Receipt receipt = intake.submit(Submission.ofJob(job, JobsResource.key(request)));
        return switch (receipt.answer()) {
            case CREATED -> answer(HttpStatus.CREATED, receipt);
            case DUPLICATE -> answer(HttpStatus.SEE_OTHER, receipt);
            case BUSY, KEY_REUSED -> throw JobsResource.conflict(receipt);
        };
    }

    private JobRequest read(HttpRequest<byte[]> request) {
        Members members = Members.of(request);
        ObjectNode inputs = members.tree("inputs");
        members.tree("outputs");
        members.optionalText("mode"); // of version 1.0; always asynchronous
        members.optionalText("response")
                .filter(kind -> !RESPONSES.contains(kind))
                .ifPresent(_ -> members.fault("response", "is document or raw"));
        if (!members.has("inputs")) {
            members.fault("inputs", "is missing");
        }
        members.end();
        try {
            return requests.ofJob(values(inputs), Callers.owner(request));
        } catch (RefusedSubmissionException refused) {
            throw RequestException.unprocessable(Problems.faults(refused).stream()
                    .map(fault -> new Fault("/inputs" + fault.pointer(), fault.detail()))
                    .toList());
        }
    }

    /// Inputs by value: the standard also lets a client write `{"value": …}` and, for addresses, `{"href":
    /// …}`.
    private static ObjectNode values(ObjectNode inputs) {
        ObjectNode values = Json.object();
        inputs.properties().forEach(input -> values.set(input.getKey(), value(input.getKey(), input.getValue())));
        return values;
    }

    private static JsonNode value(String name, JsonNode input) {
        if (input.size() == 1 && input.has("value")) {
            return input.path("value");
        }
        return name.equals("source") && input.has("href") ? input.path("href") : input;
    }

    private MutableHttpResponse<JobDocument> answer(HttpStatus status, Receipt receipt) {
        return HttpResponse.<JobDocument>status(status)
                .header(HttpHeaders.LOCATION, links.toJob(receipt.job()))
                .body(JobDocument.of(receipt.job(), links));
    }

    private static void require(String id) {
        if (!id.equals(ProcessDocument.ID)) {
            throw RequestException.notFound("process", id.length() > 60 ? id.substring(0, 60) + "…" : id);
        }
    }
}
