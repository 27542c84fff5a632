package dev.zarrgo.webhook.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// A bucket of tokens for each client: a request takes one, and they come back at a steady rate.
///
/// Those that have been full the longest are forgotten first, so memory is bounded whatever the number of
/// clients. Safe for use by several threads.
final class Buckets {

    static final int MAX_CLIENTS = 10_000;
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double burst;
    private final LongSupplier clock;
    private final Map<String, Bucket> clients = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_CLIENTS;
        }
    };

    private static final class Bucket {
        double tokens;
        long at;
    }

    /// @param clock in nanoseconds
    Buckets(int perSecond, int burst, LongSupplier clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = clock;
    }

    /// Takes a token.
    ///
    /// @return empty if there was one, else the time until there is
    synchronized Optional<Duration> take(String client) {
        long now = clock.getAsLong();
        Bucket bucket = clients.computeIfAbsent(client, _ -> full(now));
        bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) / NANOS * perSecond);
        bucket.at = now;
        if (bucket.tokens >= 1) {
            bucket.tokens--;
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos((long) Math.ceil((1 - bucket.tokens) / perSecond * NANOS)));
    }

    /// How many clients are remembered.
    synchronized int size() {
        return clients.size();
    }

    private Bucket full(long now) {
        var bucket = new Bucket();
        bucket.tokens = burst;
        bucket.at = now;
        return bucket;
    }
}
