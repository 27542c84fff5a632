package dev.zarrgo.webhook.telemetry;

/// Something that the service works with.
///
/// @param name in the document of health, for example `engine`
/// @param required whether no request can be accepted without it; the others only make work wait
/// @param check throws if it gives no answer
public record Dependency(String name, boolean required, Runnable check) {}
