package dev.zarrgo.controller.ingest;

/// What is wrong with one place of a request.
///
/// @param pointer to the place, as a JSON pointer (RFC 6901); empty for the whole
/// @param detail what is wrong, and what is allowed
public record Violation(String pointer, String detail) {}
