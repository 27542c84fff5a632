package dev.zarrgo.webhook.api;

import io.micronaut.http.HttpStatus;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/// The answer to one element of a batch: what it would have been alone.
@Serdeable.Serializable
public record BatchAnswer(
        int status, @Nullable JobDocument job, @Nullable Problem problem) {

    static BatchAnswer of(HttpStatus status, JobDocument job) {
        return new BatchAnswer(status.getCode(), job, null);
    }

    static BatchAnswer of(Problem problem) {
        return new BatchAnswer(problem.status(), null, problem);
    }
}
