package dev.zarrgo.converter.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.ZarrgoException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// A lock as an object of a bucket: whoever creates it holds it, for as long as it is renewed.
///
/// Needs a service that keeps the conditions of a write. Source: rule R83.
final class S3Lock implements AutoCloseable {

    private static final Duration LIFETIME = Duration.ofMinutes(2);
    private static final Duration RENEWAL = Duration.ofSeconds(30);
    private static final String HOLDER = "holder";
    private static final String JOB = "job";
    private static final String EXPIRES = "expires";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final S3Store store;
    private final String key;
    private final LockHolder holder;
    private final InstantSource clock;
    private final Thread renewer;
    private String tag;
    private Instant expiry;
    private boolean lost;

    private S3Lock(S3Store store, String key, LockHolder holder, InstantSource clock, String tag, Instant expiry) {
        this.store = store;
        this.key = key;
        this.holder = holder;
        this.clock = clock;
        this.tag = tag;
        this.expiry = expiry;
        this.renewer = Thread.ofVirtual().name("lock-renewal").unstarted(this::renewAgainAndAgain);
    }

    /// Takes a lock that is free, has expired, or is that of an earlier attempt of the same job.
    ///
    /// @throws UnavailableException if somebody else holds it
    static S3Lock acquire(S3Store store, String key, LockHolder holder, InstantSource clock) {
        Instant expiry = clock.instant().plus(LIFETIME);
        String content = content(holder, expiry);
        Optional<String> tag = store.putNew(key, content);
        while (tag.isEmpty()) {
            Optional<S3Store.Tagged> other = store.tagged(key);
            if (other.isEmpty()) {
                tag = store.putNew(key, content); // it was given back just now
            } else {
                refuseIfHeld(store, key, other.get(), holder, clock);
                tag = store.replace(key, other.get().tag(), content);
            }
        }
        var lock = new S3Lock(store, key, holder, clock, tag.get(), expiry);
        lock.renewer.start();
        return lock;
    }

    private static void refuseIfHeld(
            S3Store store, String key, S3Store.Tagged lock, LockHolder holder, InstantSource clock) {
        JsonNode document;
        Instant expires;
        try {
            document = JSON.readTree(lock.content());
            expires = Instant.parse(document.path(EXPIRES).asText());
        } catch (IOException | DateTimeException _) {
            return; // a damaged lock protects nothing
        }
        boolean ours = holder.job().isPresent()
                && holder.job().get().equals(document.path(JOB).asText());
        if (expires.isAfter(clock.instant()) && !ours) {
            throw new UnavailableException(
                    FailureCode.TARGET_BUSY,
                    "%s/%s: another run is writing the store (%s; its lock expires at %s)"
                            .formatted(store.location(), key, described(document), expires),
                    "wait until it has ended, or choose another target");
        }
    }

    private static String described(JsonNode lock) {
        String process = lock.path(HOLDER).asText();
        return lock.has(JOB) ? "%s for job %s".formatted(process, lock.path(JOB).asText()) : process;
    }

    private static String content(LockHolder holder, Instant expiry) {
        ObjectNode document = JSON.createObjectNode().put(HOLDER, holder.process());
        holder.job().ifPresent(job -> document.put(JOB, job));
        return document.put(EXPIRES, expiry.toString()).toString();
    }

    private void renewAgainAndAgain() {
        try {
            while (true) {
                Thread.sleep(RENEWAL);
                renew();
            }
        } catch (InterruptedException _) {
            // The lock is given back.
        }
    }

    /// Holds the lock for another while, or knows that it is lost.
    synchronized void renew() {
        if (lost) {
            return;
        }
        Instant next = clock.instant().plus(LIFETIME);
        try {
            Optional<String> renewed = store.replace(key, tag, content(holder, next));
            if (renewed.isPresent()) {
                tag = renewed.get();
                expiry = next;
            } else {
                lost = true;
            }
        } catch (ZarrgoException _) {
            // The next renewal may succeed; until then the expiry stands.
        }
    }

    /// @throws UnavailableException if somebody else may have taken the lock meanwhile
    synchronized void require() {
        if (lost || !expiry.isAfter(clock.instant())) {
            throw new UnavailableException(
                    FailureCode.TARGET_BUSY,
                    "%s/%s: the lock was lost to another run".formatted(store.location(), key),
                    "see what that run makes of the target, then run again");
        }
    }

    /// Gives the lock back if it is still this one's.
    @Override
    public void close() {
        renewer.interrupt();
        synchronized (this) {
            if (!lost && expiry.isAfter(clock.instant())) {
                store.delete(key);
            }
        }
    }
}
