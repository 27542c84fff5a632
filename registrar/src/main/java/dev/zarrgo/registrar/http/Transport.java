package dev.zarrgo.registrar.http;

import dev.zarrgo.converter.store.SourceGuard;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/// One request out, one answer back: the place where the network begins.
@FunctionalInterface
public interface Transport {

    /// As many as a client of the JDK follows.
    int MAX_REDIRECTS = 5;

    /// @throws IOException if no whole answer came
    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException;

    /// The client of the JDK.
    ///
    /// @param redirect whether to follow redirects; a write never does, as it would become a read
    static Transport jdk(HttpClient.Redirect redirect) {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(30))
                .followRedirects(redirect)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return request -> client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /// A transport that follows redirects by itself, each after the guard has seen where it leads.
    ///
    /// @param plain follows none
    static Transport guarded(Transport plain, SourceGuard guard) {
        return request -> {
            HttpRequest next = request;
            for (int redirects = 0; ; redirects++) {
                guard.check(next.uri());
                HttpResponse<byte[]> answer = plain.send(next);
                Optional<String> other =
                        answer.statusCode() / 100 == 3 ? answer.headers().firstValue("Location") : Optional.empty();
                if (other.isEmpty()) {
                    return answer;
                }
                if (redirects == MAX_REDIRECTS) {
                    throw new IOException("the server points from place to place");
                }
                next = HttpRequest.newBuilder(next, (name, _) -> !name.equalsIgnoreCase("Authorization"))
                        .uri(answer.uri().resolve(other.get()))
                        .build();
            }
        };
    }
}
