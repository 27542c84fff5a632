package dev.zarrgo.webhook.api;

import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobRequest;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/// What was asked for, as it was accepted.
///
/// @param digest equal for requests that ask for the same
/// @param stacItem the item of the source, once it was read
@Serdeable.Serializable
public record InputDocument(
        String action,
        String source,
        String collection,
        String item,
        @Nullable Object parameters,
        String owner,
        String digest,
        @Nullable String traceparent,
        @Nullable Object stacItem) {

    static InputDocument of(Job job) {
        JobRequest request = job.request();
        return new InputDocument(
                request.action().id(),
                request.source(),
                request.collection(),
                request.itemId(),
                JsonBody.plain(request.parameters()),
                request.owner(),
                job.digest().text(),
                request.traceparent().orElse(null),
                JsonBody.plain(job.item().orElse(null)));
    }
}
