package dev.zarrgo.controller.ingest;

import dev.zarrgo.converter.failure.InvalidRequestException;

/// Decides which addresses may be read: schemes, hosts, and what hosts resolve to.
///
/// It is asked when a request comes in, and again before every request to a source, redirects included.
///
/// Source: rules I3, P7.
@FunctionalInterface
public interface SourceGuard {

    /// Lets everything through; for a program that reads what its own user names.
    SourceGuard OPEN = _ -> {};

    /// @param address as given or as a server named it; absolute
    /// @throws InvalidRequestException if it is not allowed; the message says why
    void check(String address);
}
