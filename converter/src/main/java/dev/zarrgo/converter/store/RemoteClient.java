package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.UnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/// Sends requests to one server: within the number of connections, with a deadline each, again where that
/// may help. Calls block and end early when their thread is interrupted.
///
/// HTTP 1.1 only: HTTP 2 would put all requests on one connection, and many servers and networks bound what
/// one connection gets.
final class RemoteClient {

    /// What an answer that is a text may have: a listing of a thousand keys has less.
    private static final int MAX_TEXT_BYTES = 16 << 20;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30); // rule I3
    private static final int MAX_REDIRECTS = 5;

    /// Connections are those of the process, and are made by the first remote store.
    private static final class Connections {
        static final HttpClient CLIENT = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    private final Dialect dialect;
    private final StoreSettings.Limits limits;
    private final Retries retries;
    private final Optional<SourceGuard> guard;

    RemoteClient(Dialect dialect, StoreSettings settings) {
        this.dialect = dialect;
        this.limits = settings.limits();
        this.guard = settings.guard();
        this.retries = new Retries(settings.retries(), limits.timeout(), dialect::renewCredentials);
    }

    Dialect dialect() {
        return dialect;
    }

    Retries retries() {
        return retries;
    }

    /// Sends a request until there is an answer, and returns that if it is success.
    ///
    /// @return empty if there is no such object
    /// @throws UnavailableException if there is no answer
    Optional<HttpResponse<String>> call(RemoteRequest request) {
        return retries.run(dialect.described(request.key()), () -> tryOnce(request));
    }

    /// One try of [#call].
    Optional<HttpResponse<String>> tryOnce(RemoteRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request, RemoteClient::text, () -> 0);
        if (isSuccess(answer.statusCode())) {
            return Optional.of(answer);
        }
        if (dialect.isAbsence(answer)) {
            return Optional.empty();
        }
        throw dialect.failure(request, answer);
    }

    static boolean isSuccess(int status) {
        return status / 100 == 2;
    }

    static BodySubscriber<String> text(HttpResponse.ResponseInfo info) {
        return BodySubscribers.limiting(BodySubscribers.ofString(StandardCharsets.UTF_8), MAX_TEXT_BYTES);
    }

    /// Sends a request once.
    ///
    /// @param received how much of the answer has arrived: each [WindowPool#WINDOW_BYTES] give it as much
    ///     time again
    HttpResponse<String> send(RemoteRequest request, BodyHandler<String> handler, LongSupplier received)
            throws IOException, InterruptedException {
        HttpRequest.Builder builder = dialect.address(request);
        builder.method(
                request.method(),
                request.body().isEmpty() ? BodyPublishers.noBody() : new BufferPublisher(request.body()));
        HttpRequest next = builder.build();
        for (int redirects = 0; ; redirects++) {
            HttpResponse<String> answer = exchange(next, handler, received);
            Optional<URI> other = redirect(answer);
            if (other.isEmpty()) {
                return answer;
            }
            if (redirects == MAX_REDIRECTS) {
                throw new IOException("the server points from place to place");
            }
            guard.ifPresent(rule -> rule.check(other.get()));
            next = to(other.get(), next);
        }
    }

    private Optional<URI> redirect(HttpResponse<String> answer) {
        if (!dialect.followsRedirects()) {
            return Optional.empty();
        }
        return switch (answer.statusCode()) {
            case 301, 302, 303, 307, 308 ->
                answer.headers()
                        .firstValue("location")
                        .map(answer.uri()::resolve)
                        .filter(other -> !isFolder(answer.uri(), other))
                        .filter(other -> String.valueOf(other.getScheme()).matches("(?i)https?"));
            default -> Optional.empty();
        };
    }

    /// Plain servers point from a folder to the same with a slash, which is no object.
    static boolean isFolder(URI asked, URI other) {
        return (asked.getRawPath() + "/").equals(other.getRawPath());
    }

    /// The same request to another place; credentials stay with the host they were meant for, and with
    /// encryption.
    private static HttpRequest to(URI other, HttpRequest request) {
        boolean trusted = Urls.host(other).equals(Urls.host(request.uri()))
                && String.valueOf(other.getScheme())
                        .equalsIgnoreCase(request.uri().getScheme());
        return HttpRequest.newBuilder(request, (name, _) -> trusted || !name.equalsIgnoreCase("authorization"))
                .uri(other)
                .build();
    }

    private HttpResponse<String> exchange(HttpRequest request, BodyHandler<String> handler, LongSupplier received)
            throws IOException, InterruptedException {
        HostGate gate = HostGate.of(Urls.host(request.uri()));
        gate.enter(limits.maxConnections());
        try {
            return await(Connections.CLIENT.sendAsync(request, handler), received);
        } finally {
            gate.leave();
        }
    }

    private HttpResponse<String> await(CompletableFuture<HttpResponse<String>> answer, LongSupplier received)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            long windows = 1 + received.getAsLong() / WindowPool.WINDOW_BYTES;
            long left = limits.timeout().multipliedBy(windows).toNanos() - (System.nanoTime() - start);
            try {
                return answer.get(Math.max(left, 0), TimeUnit.NANOSECONDS);
            } catch (TimeoutException _) {
                if (1 + received.getAsLong() / WindowPool.WINDOW_BYTES == windows) {
                    answer.cancel(true);
                    throw new HttpTimeoutException("no complete answer within %,.3g s"
                            .formatted(limits.timeout().multipliedBy(windows).toMillis() / 1000.0));
                }
            } catch (InterruptedException interrupted) {
                answer.cancel(true);
                throw interrupted;
            } catch (ExecutionException failure) {
                throw failureIn(failure);
            }
        }
    }

    private static IOException failureIn(ExecutionException failure) {
        return switch (failure.getCause()) {
            case IOException broken -> broken;
            case RuntimeException known -> throw known;
            case Error error -> throw error;
            case null, default -> new IOException(failure);
        };
    }
}
