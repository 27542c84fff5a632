package dev.zarrgo.controller.ingest;

import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.UnusableSourceException;

/// Reads the source of a job before it runs.
///
/// Source: rule P5.
@FunctionalInterface
public interface SourceResolver {

    /// @throws UnusableSourceException if there is nothing, or nothing that can be converted
    /// @throws InvalidRequestException if the source leads to an address that is not allowed
    /// @throws UnavailableException if its server gives no answer now
    ResolvedSource resolve(JobRequest request);
}
