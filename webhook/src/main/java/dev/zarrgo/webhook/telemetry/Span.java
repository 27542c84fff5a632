package dev.zarrgo.webhook.telemetry;

import java.time.Instant;

/// One request that was answered.
///
/// @param route template of the path, for example `/jobs/{id}`
/// @param start in nanoseconds since 1970
/// @param end in nanoseconds since 1970
record Span(TraceContext context, String method, String path, String route, int status, long start, long end) {

    /// The time, in nanoseconds since 1970.
    static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
