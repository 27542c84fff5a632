package dev.zarrgo.registrar.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Tokens by OAuth2 client credentials: kept until shortly before they expire, had anew once when one is
/// refused.
///
/// Source: RFC 6749 section 4.4, rule P56.
public final class ClientCredentials implements Tokens {

    private static final long DEFAULT_SECONDS = 300;
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final URI endpoint;
    private final String client;
    private final String secret;
    private final HttpService service;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable String token;
    private Instant expires = Instant.MIN;

    /// @param service to ask the endpoint with; without tokens of its own
    public ClientCredentials(URI endpoint, String client, String secret, HttpService service, InstantSource clock) {
        this.endpoint = endpoint;
        this.client = client;
        this.secret = secret;
        this.service = service;
        this.clock = clock;
    }

    @Override
    public Optional<String> current() {
        lock.lock();
        try {
            String known = token;
            if (known == null || !clock.instant().isBefore(expires)) {
                known = fetch();
                token = known;
            }
            return Optional.of(known);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean renew(String refused) {
        lock.lock();
        try {
            if (refused.equals(token)) {
                token = null;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private String fetch() {
        String form = "grant_type=client_credentials&client_id=%s&client_secret=%s"
                .formatted(
                        URLEncoder.encode(client, StandardCharsets.UTF_8),
                        URLEncoder.encode(secret, StandardCharsets.UTF_8));
        Instant asked = clock.instant();
        Reply reply = service.send(HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        if (!reply.isSuccess()) {
            throw refused("%s: %s".formatted(reply.described(), reply.quoted()));
        }
        JsonNode answer = reply.json();
        String fetched = answer.path("access_token").asText();
        if (fetched.isEmpty()) {
            throw refused("%s: the answer holds no access_token".formatted(reply.described()));
        }
        expires = asked.plusSeconds(answer.path("expires_in").asLong(DEFAULT_SECONDS))
                .minus(MARGIN);
        return fetched;
    }

    private static RefusedException refused(String what) {
        return new RefusedException(
                FailureCode.SERVICE_REFUSED,
                "no access token: " + what,
                "check OIDC_TOKEN_URL, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET; nothing was written");
    }
}
