package dev.zarrgo.controller.engine.argo;

import static dev.zarrgo.testkit.TestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zarrgo.converter.failure.UnavailableException;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// An API server that forgot what a watch wants to continue from: it says so (410), and a real one cannot
/// be made to.
class ExpiredWatchTest {

    private static final String NAME = "geozarr-crgpp";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicInteger lists = new AtomicInteger();
    private final AtomicInteger watches = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /// The first list has the workflow running, each later one has it ended; every watch has expired.
    private void answer(HttpExchange exchange) throws IOException {
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        boolean watch = query.contains("watch=true");
        String body;
        int status = 200;
        if (exchange.getRequestMethod().equals("GET") && watch) {
            watches.incrementAndGet();
            body = """
                    {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Expired",\
                    "code":410,"message":"too old resource version"}}
                    """;
        } else if (exchange.getRequestURI().getPath().endsWith("/workflows")
                && exchange.getRequestMethod().equals("GET")) {
            boolean first = lists.getAndIncrement() == 0;
            String item = workflow();
            if (first) {
                item = item.replace(
                        "\"phase\": \"Succeeded\",\n    \"startedAt\"", "\"phase\": \"Running\",\n    \"startedAt\"");
            }
            body =
                    "{\"apiVersion\":\"argoproj.io/v1alpha1\",\"kind\":\"WorkflowList\",\"metadata\":{\"resourceVersion\":\"%d\"},\"items\":[%s]}"
                            .formatted(lists.get(), item);
        } else {
            status = 429;
            body =
                    "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":429,\"message\":\"slow down\"}";
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String workflow() throws IOException {
        try (InputStream in = ExpiredWatchTest.class.getResourceAsStream("registered.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    @DisplayName("410: a watch that expired begins anew with a list; 429 is passed on")
    void expiredWatchBeginsAnew() {
        var config = new ConfigBuilder()
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectInterval(50)
                .build();
        try (ArgoEngine engine = ArgoEngine.start(
                new KubernetesClientBuilder().withConfig(config).build(),
                ArgoSettings.in("zarrgo"),
                InstantSource.system())) {
            await("a second list", PATIENCE, () -> lists.get() > 1);
            assertThat(watches).hasPositiveValue();
            assertThatThrownBy(() -> engine.observe(List.of("zarrgo-unknown")))
                    .isInstanceOf(UnavailableException.class);
            assertThat(engine.foreign()).hasSize(1).allMatch(workflow -> workflow.name()
                    .equals(NAME));
        }
    }
}
