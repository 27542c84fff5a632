package dev.zarrgo.registrar.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// One request out, one answer back: the place where the network begins.
@FunctionalInterface
public interface Transport {

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
}
