package dev.zarrgo.webhook.api;

import dev.zarrgo.controller.job.Attempt;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobRequest;
import io.micronaut.serde.annotation.Serdeable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the steps of a job reported, attempt by attempt.
@Serdeable.Serializable
public record OutputDocument(String job, List<Report> attempts) {

    /// @param reports by step
    @Serdeable.Serializable
    public record Report(int number, @Nullable Object reports) {}

    static OutputDocument of(Job job, List<Attempt> attempts) {
        return new OutputDocument(
                job.id().text(),
                attempts.stream()
                        .map(attempt -> new Report(
                                attempt.number(),
                                JsonBody.plain(attempt.report().orElse(null))))
                        .toList());
    }

    /// The results of a process: its outputs by name (OGC API – Processes, section 7.13).
    static Map<String, Object> results(Job job, List<Attempt> attempts, Links links) {
        JobRequest request = job.request();
        var results = new LinkedHashMap<String, Object>();
        results.put(
                "item",
                new LinkDocument(
                        links.to("/catalog/collections/%s/items/%s".formatted(request.collection(), request.itemId())),
                        "item",
                        "application/geo+json",
                        request.itemId()));
        attempts.stream()
                .reduce((_, last) -> last)
                .flatMap(Attempt::report)
                .ifPresent(report -> results.put("report", JsonBody.plain(report)));
        return results;
    }
}
