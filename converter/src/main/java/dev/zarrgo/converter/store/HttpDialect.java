package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Requests to a plain web server, by keys below one of its folders.
final class HttpDialect implements Dialect {

    private final Location location;
    private final String root;
    private final @Nullable String authorization;

    /// @throws InvalidRequestException if the location makes no URL
    HttpDialect(Location location) {
        this.location = location;
        int at = location.bucket().lastIndexOf('@');
        String user = at < 0 ? "" : location.bucket().substring(0, at);
        this.authorization = user.isEmpty()
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        String host = location.bucket().substring(at + 1);
        String path = Urls.typedPath(location.key());
        this.root = "%s%s/%s"
                .formatted(location.scheme().prefix(), host, path.isEmpty() || path.endsWith("/") ? path : path + "/");
        if (Urls.endpoint(root).isEmpty()) {
            throw new InvalidRequestException(
                    FailureCode.USAGE, "%s: '%s' is no host".formatted(location, host), "check the location");
        }
    }

    /// The folder that keys are relative to.
    URI root() {
        return URI.create(root);
    }

    @Override
    public HttpRequest.Builder address(RemoteRequest request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(root + Urls.path(request.key())))
                .setHeader("Accept-Encoding", "identity");
        request.headers().forEach(builder::setHeader);
        if (authorization != null) {
            builder.setHeader("Authorization", authorization);
        }
        return builder;
    }

    @Override
    public String described(String key) {
        return location.key().isEmpty() ? location + key : location + "/" + key;
    }

    @Override
    public boolean isAbsence(HttpResponse<String> answer) {
        return switch (answer.statusCode()) {
            case 404, 410 -> true;
            case 301, 302, 303, 307, 308 ->
                answer.headers()
                        .firstValue("location")
                        .filter(other ->
                                RemoteClient.isFolder(answer.uri(), answer.uri().resolve(other)))
                        .isPresent();
            default -> false;
        };
    }

    @Override
    public RuntimeException failure(RemoteRequest request, HttpResponse<String> answer) throws IOException {
        if (HttpAnswers.isBusy(answer.statusCode())) {
            throw HttpAnswers.busy(answer);
        }
        if (HttpAnswers.isForbidden(answer.statusCode())) {
            return new RefusedException(
                    FailureCode.FORBIDDEN,
                    "%s: the server refuses access, with status %d"
                            .formatted(described(request.key()), answer.statusCode()),
                    "check who may read there");
        }
        return HttpAnswers.refused(described(request.key()), answer);
    }

    @Override
    public boolean renewCredentials() {
        return false;
    }

    @Override
    public boolean followsRedirects() {
        return true;
    }
}
