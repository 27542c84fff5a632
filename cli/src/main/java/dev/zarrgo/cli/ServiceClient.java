package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.failure.ConflictException;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Asks the service over HTTP, and turns its problems into failures of a command.
final class ServiceClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String server;
    private final String token;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    /// @param server its address
    /// @param token empty for none
    ServiceClient(String server, String token) {
        this.server = server.replaceFirst("/+$", "");
        this.token = token;
        if (!server.matches("(?i)https?://[^/\\s]+.*")) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "'%s' is no address of a service".formatted(server),
                    "for example http://127.0.0.1:12000");
        }
    }

    JsonNode get(String path) {
        return json(send(request(path).GET(), BodyHandlers.ofByteArray()));
    }

    /// Without a body.
    JsonNode send(String method, String path) {
        return json(send(request(path).method(method, BodyPublishers.noBody()), BodyHandlers.ofByteArray()));
    }

    JsonNode send(String method, String path, JsonNode body) {
        return json(send(
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofByteArray(Json.bytes(body))),
                BodyHandlers.ofByteArray()));
    }

    /// A body that is not JSON, as it comes; the caller closes it.
    InputStream stream(String path, String type) {
        return send(
                        HttpRequest.newBuilder(URI.create(server + path))
                                .header("Accept", type)
                                .GET(),
                        BodyHandlers.ofInputStream())
                .body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path))
                .timeout(PATIENCE)
                .header("Accept", "application/json");
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpRequest ready = request.build();
        try (var _ = Interruption.cancellation().interrupting()) {
            HttpResponse<T> answer = client.send(ready, handler);
            if (answer.statusCode() / 100 == 2 || answer.statusCode() == 303) {
                return answer;
            }
            throw failure(answer);
        } catch (IOException failure) {
            throw new UnavailableException(
                    FailureCode.SERVICE_UNAVAILABLE,
                    "no answer from %s: %s".formatted(server, failure),
                    "check --server, and that the service runs: zarrgo serve",
                    failure);
        } catch (InterruptedException stopped) {
            throw new InterruptedRunException(FailureCode.INTERRUPTED, "interrupted while waiting", null, stopped);
        }
    }

    private JsonNode json(HttpResponse<byte[]> answer) {
        if (answer.body().length == 0) {
            return Json.object();
        }
        try {
            return Json.parse(answer.body());
        } catch (IOException broken) {
            throw new RefusedException(
                    FailureCode.SERVICE_REFUSED,
                    "%s gives no JSON; it is not the service".formatted(answer.uri()),
                    "check --server",
                    broken);
        }
    }

    /// What a problem document means for a command (rule X6).
    private static ZarrgoException failure(HttpResponse<?> answer) {
        String text = text(answer.body());
        @Nullable
        String advice = Optional.of(problem(text).path("advice").asText())
                .filter(known -> !known.isEmpty())
                .orElse(null);
        String said = "%s: %s".formatted(answer.request().uri(), described(text, answer.statusCode()));
        return switch (answer.statusCode()) {
            case 400, 405, 413, 415, 422 ->
                new InvalidRequestException(
                        FailureCode.USAGE, said, advice == null ? "correct it; nothing was done" : advice);
            case 401, 403 -> new RefusedException(FailureCode.FORBIDDEN, said, "give a --token whose role may do this");
            case 404 ->
                new UnusableSourceException(
                        FailureCode.JOB_NOT_FOUND, said, "zarrgo jobs lists them; old ones are forgotten");
            case 409 -> new ConflictException(FailureCode.JOB_STATE, said, advice);
            case 429, 503 -> new UnavailableException(FailureCode.SERVICE_UNAVAILABLE, said, "try again in a moment");
            default -> new RefusedException(FailureCode.SERVICE_REFUSED, said, advice);
        };
    }

    private static String text(Object body) {
        try {
            return switch (body) {
                case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
                case InputStream stream -> new String(stream.readNBytes(1 << 16), StandardCharsets.UTF_8);
                default -> "";
            };
        } catch (IOException _) {
            return "";
        }
    }

    private static JsonNode problem(String text) {
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            return Json.object();
        }
    }

    private static String described(String text, int status) {
        JsonNode problem = problem(text);
        var said = new StringJoiner("; ");
        for (JsonNode error : problem.path("errors")) {
            said.add("%s %s"
                    .formatted(
                            error.path("pointer").asText(), error.path("detail").asText())
                    .strip());
        }
        if (said.length() > 0) {
            return said.toString();
        }
        String detail = problem.path("detail").asText();
        return detail.isEmpty() ? "status " + status : detail;
    }

    @Override
    public void close() {
        client.close();
    }
}
