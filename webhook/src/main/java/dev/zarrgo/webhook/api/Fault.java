package dev.zarrgo.webhook.api;

import io.micronaut.serde.annotation.Serdeable;

/// One thing that is wrong with a request.
///
/// Source: rule P7.
///
/// @param pointer to the member of the body (RFC 6901), `#/query/NAME` for a parameter; empty for the whole
/// @param detail what is wrong, and what is allowed
@Serdeable.Serializable
public record Fault(String pointer, String detail) {}
