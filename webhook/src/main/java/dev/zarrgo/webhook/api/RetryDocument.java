package dev.zarrgo.webhook.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/// Which jobs went back to the queue, or would.
@Serdeable.Serializable
public record RetryDocument(int count, boolean dryRun, List<String> jobs) {}
