package dev.zarrgo.converter.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.utils.AttributeMap;

/// Lets the AWS SDK ask for temporary keys through the HTTP client of the JDK; found by the SDK itself.
public final class SdkHttpClientService implements SdkHttpService {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /// What the client of the JDK sets itself.
    private static final Set<String> OWN_HEADERS = Set.of("host", "content-length", "connection", "expect");

    @Override
    public SdkHttpClient.Builder<?> createHttpClientBuilder() {
        return new Builder();
    }

    private static final class Builder implements SdkHttpClient.Builder<Builder> {
        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            return new Client();
        }
    }

    private static final class Client implements SdkHttpClient {
        private final HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new Call(client, request);
        }

        @Override
        public String clientName() {
            return "Jdk";
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private static final class Call implements ExecutableHttpRequest {
        private final HttpClient client;
        private final HttpExecuteRequest request;
        private volatile boolean aborted;
        private volatile CompletableFuture<HttpResponse<byte[]>> answer = new CompletableFuture<>();

        Call(HttpClient client, HttpExecuteRequest request) {
            this.client = client;
            this.request = request;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            if (aborted) {
                throw new IOException("aborted");
            }
            answer = client.sendAsync(converted(), BodyHandlers.ofByteArray());
            try {
                return converted(answer.get());
            } catch (InterruptedException interrupted) {
                answer.cancel(true);
                Thread.currentThread().interrupt();
                throw new IOException(interrupted);
            } catch (ExecutionException failure) {
                throw failure.getCause() instanceof IOException broken ? broken : new IOException(failure);
            }
        }

        private HttpRequest converted() throws IOException {
            SdkHttpRequest asked = request.httpRequest();
            HttpRequest.Builder builder = HttpRequest.newBuilder(asked.getUri()).timeout(TIMEOUT);
            asked.forEachHeader((name, values) -> {
                if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> builder.header(name, value));
                }
            });
            ContentStreamProvider content = request.contentStreamProvider().orElse(null);
            builder.method(
                    asked.method().name(),
                    content == null
                            ? BodyPublishers.noBody()
                            : BodyPublishers.ofByteArray(content.newStream().readAllBytes()));
            return builder.build();
        }

        private static HttpExecuteResponse converted(HttpResponse<byte[]> answer) {
            SdkHttpFullResponse.Builder response = SdkHttpFullResponse.builder().statusCode(answer.statusCode());
            answer.headers().map().forEach(response::putHeader);
            AbortableInputStream body = AbortableInputStream.create(new ByteArrayInputStream(answer.body()));
            return HttpExecuteResponse.builder()
                    .response(response.build())
                    .responseBody(body)
                    .build();
        }

        @Override
        public void abort() {
            aborted = true;
            answer.cancel(true);
        }
    }
}
