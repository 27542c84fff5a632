package dev.zarrgo.webhook.api;

import dev.zarrgo.controller.job.JobEvent;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One change of a job's state (rule A11).
///
/// @param sequence grows; what an event stream is continued with
/// @param from absent for the first event of a job
@Serdeable.Serializable
public record EventDocument(
        long sequence,
        String job,
        Instant at,
        @Nullable String from,
        String to,
        String actor,
        String reason,
        @Nullable Object detail) {

    static EventDocument of(JobEvent event) {
        return new EventDocument(
                event.sequence(),
                event.job().text(),
                event.at(),
                event.from().map(Enum::name).orElse(null),
                event.to().name(),
                event.actor(),
                event.reason(),
                JsonBody.plain(event.detail().orElse(null)));
    }
}
