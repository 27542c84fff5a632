package dev.zarrgo.webhook.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/// A page of jobs, newest first.
///
/// Source: rule A12; OGC API – Processes, `jobList`.
@Serdeable.Serializable
public record JobList(List<JobDocument> jobs, List<LinkDocument> links, int numberReturned) {}
