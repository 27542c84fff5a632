package dev.zarrgo.controller.ingest;

import dev.zarrgo.registrar.http.Transport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Requests to addresses that others name: each is asked for at the guard, redirects one by one, and an
/// answer is bounded in size and time as a whole.
///
/// Source: rules I3, P7.
final class GuardedTransport implements Transport {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_REDIRECTS = 5;
    private static final Duration CONNECT = Duration.ofSeconds(20);

    private final SourceGuard guard;
    private final Duration patience;
    private final int maxBytes;
    private final HttpClient client;

    /// @param patience for a whole answer
    /// @param maxBytes of an answer; of a longer one, one byte more is read
    GuardedTransport(SourceGuard guard, Duration patience, int maxBytes) {
        this.guard = guard;
        this.patience = patience;
        this.maxBytes = maxBytes;
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        HttpRequest next = request;
        for (int hop = 0; ; hop++) {
            guard.check(next.uri().toString());
            HttpResponse<byte[]> response = exchange(next);
            Optional<URI> elsewhere = redirect(response);
            if (elsewhere.isEmpty()) {
                return response;
            }
            if (hop == MAX_REDIRECTS) {
                throw new IOException("more than %d redirects".formatted(MAX_REDIRECTS));
            }
            next = HttpRequest.newBuilder(request, (_, _) -> true)
                    .uri(elsewhere.get())
                    .build();
        }
    }

    private static Optional<URI> redirect(HttpResponse<byte[]> response) throws IOException {
        if (!REDIRECTS.contains(response.statusCode())) {
            return Optional.empty();
        }
        Optional<String> location = response.headers().firstValue("Location");
        if (location.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(response.uri().resolve(location.get()));
        } catch (IllegalArgumentException broken) {
            throw new IOException("a redirect to nowhere: " + location.get(), broken);
        }
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, _ -> new BoundedBody(maxBytes + 1));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            answer.cancel(true);
            throw new IOException("no whole answer within %d s".formatted(patience.toSeconds()), slow);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(failure.getCause());
        }
    }
}
