package dev.zarrgo.registrar.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A STAC API of the smallest kind, in memory, that can be told to fail.
public final class FakeStacApi implements AutoCloseable {

    /// What happens to one request instead of what should.
    ///
    /// @param status to answer with; 0 to cut the connection
    /// @param effect whether the request is carried out all the same
    /// @param headers of the answer
    /// @param delay before the answer
    public record Fault(String method, int status, boolean effect, Map<String, String> headers, Duration delay) {

        public static Fault of(String method, int status) {
            return new Fault(method, status, false, Map.of(), Duration.ZERO);
        }

        /// An answer that comes when nobody waits any more.
        public static Fault slow(String method, boolean effect, Duration delay) {
            return new Fault(method, 200, effect, Map.of(), delay);
        }

        public static Fault cut(String method, boolean effect) {
            return new Fault(method, 0, effect, Map.of(), Duration.ZERO);
        }
    }

    private final HttpServer server;
    private final Map<String, ObjectNode> documents = new ConcurrentHashMap<>();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile String token = "";
    private final AtomicInteger tokensIssued = new AtomicInteger();

    public FakeStacApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Has a document at a path.
    public void serve(String path, ObjectNode document) {
        documents.put(path, document);
    }

    /// The next request of the fault's method meets it.
    public void fail(Fault fault) {
        faults.add(fault);
    }

    /// From now on requests need a token that [#address]`/token` gives; each call makes older ones invalid.
    public void requireTokens() {
        token = "token-" + tokensIssued.incrementAndGet();
    }

    /// Method and path of each request so far.
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            String method = exchange.getRequestMethod();
            requests.add(method + " " + path);
            if (path.equals("/token")) {
                boolean right = new String(body, StandardCharsets.UTF_8).contains("client_secret=right");
                String answer = "{\"access_token\": \"%s\", \"expires_in\": 300}".formatted(token);
                answer(exchange, right ? 200 : 401, right ? answer : "{\"error\": \"invalid_client\"}");
                return;
            }
            String sent = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            if (!token.isEmpty() && !sent.equals("Bearer " + token)) {
                answer(exchange, 401, "{\"detail\": \"no\"}");
                return;
            }
            Fault fault = faults.peek();
            if (fault != null && fault.method().equals(method)) {
                faults.poll();
                if (fault.effect()) {
                    serve(method, path, body);
                }
                pause(fault.delay());
                fault.headers().forEach(exchange.getResponseHeaders()::set);
                if (fault.status() > 0) {
                    answer(exchange, fault.status(), "{\"detail\": \"told to\"}");
                }
                return; // without an answer, closing cuts the connection
            }
            Answer answer = serve(method, path, body);
            answer(exchange, answer.status(), answer.body());
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private record Answer(int status, String body) {}

    private Answer serve(String method, String path, byte[] body) throws IOException {
        return switch (method) {
            case "GET" -> {
                ObjectNode known = documents.get(path);
                yield known == null ? new Answer(404, "{}") : new Answer(200, Json.text(known));
            }
            case "PUT" -> {
                boolean there = documents.replace(path, (ObjectNode) Json.parse(body)) != null;
                yield new Answer(there ? 200 : 404, "{}");
            }
            case "POST" -> {
                ObjectNode document = (ObjectNode) Json.parse(body);
                String key = path + "/" + document.path("id").asText();
                yield new Answer(documents.putIfAbsent(key, document) == null ? 201 : 409, "{}");
            }
            case "DELETE" -> new Answer(documents.remove(path) == null ? 404 : 200, "{}");
            default -> new Answer(405, "{}");
        };
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
