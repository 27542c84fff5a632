package dev.zarrgo.webhook.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.convert.ConverterVersion;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends spans to a collector, in batches, on a thread of its own. Spans are best effort: what does not fit
/// the queue, or is refused, is counted and dropped.
///
/// Source: <https://opentelemetry.io/docs/specs/otlp/#otlphttp>, with JSON; rule X9.
public final class SpanExporter implements AutoCloseable {

    static final int MAX_WAITING = 4096;
    private static final int MAX_BATCH = 512;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SERVER_KIND = 2;
    private static final int ERROR_STATUS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(SpanExporter.class);

    private final BlockingQueue<Span> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final Optional<URI> endpoint;
    private final Optional<Thread> thread;

    /// @param endpoint of the collector, for example `http://127.0.0.1:4318`; empty to send nothing
    public SpanExporter(Optional<String> endpoint) {
        this.endpoint = endpoint.map(text -> URI.create(text.replaceFirst("/+$", "") + "/v1/traces"));
        this.thread = this.endpoint.map(_ -> Thread.ofVirtual().name("spans").start(this::run));
    }

    void offer(Span span) {
        if (endpoint.isPresent() && !waiting.offer(span)) {
            dropped.incrementAndGet();
        }
    }

    /// How many spans did not reach the collector.
    public long dropped() {
        return dropped.get();
    }

    private void run() {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            while (!Thread.currentThread().isInterrupted()) {
                Span first = waiting.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    var batch = new ArrayList<Span>(List.of(first));
                    waiting.drainTo(batch, MAX_BATCH - 1);
                    send(client, batch);
                }
            }
        } catch (InterruptedException _) {
            // The service ends.
        }
    }

    private void send(HttpClient client, List<Span> batch) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint.orElseThrow())
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(document(batch))))
                .build();
        try {
            HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            if (answer.statusCode() / 100 != 2) {
                lost(batch, "status " + answer.statusCode());
            }
        } catch (IOException failure) {
            lost(batch, String.valueOf(failure));
        }
    }

    private void lost(List<Span> batch, String why) {
        dropped.addAndGet(batch.size());
        LOG.debug("{} spans are lost: {}", batch.size(), why);
    }

    /// An `ExportTraceServiceRequest`.
    static ObjectNode document(List<Span> batch) {
        ObjectNode document = Json.object();
        ObjectNode resource = document.withArray("resourceSpans").addObject();
        attribute(resource.putObject("resource").withArray("attributes"), "service.name", "zarrgo.webhook");
        ObjectNode scope = resource.withArray("scopeSpans").addObject();
        scope.putObject("scope").put("name", "zarrgo").put("version", ConverterVersion.VERSION);
        ArrayNode spans = scope.withArray("spans");
        batch.forEach(span -> append(spans.addObject(), span));
        return document;
    }

    private static void append(ObjectNode node, Span span) {
        node.put("traceId", span.context().trace());
        node.put("spanId", span.context().span());
        if (!span.context().parent().isEmpty()) {
            node.put("parentSpanId", span.context().parent());
        }
        node.put("name", span.method() + " " + span.route());
        node.put("kind", SERVER_KIND);
        node.put("startTimeUnixNano", String.valueOf(span.start()));
        node.put("endTimeUnixNano", String.valueOf(span.end()));
        ArrayNode attributes = node.withArray("attributes");
        attribute(attributes, "http.request.method", span.method());
        attribute(attributes, "url.path", span.path());
        attribute(attributes, "http.route", span.route());
        attributes
                .addObject()
                .put("key", "http.response.status_code")
                .putObject("value")
                .put("intValue", String.valueOf(span.status()));
        if (span.status() >= 500) {
            node.putObject("status").put("code", ERROR_STATUS);
        }
    }

    private static void attribute(ArrayNode attributes, String key, String value) {
        attributes.addObject().put("key", key).putObject("value").put("stringValue", value);
    }

    @Override
    public void close() {
        thread.ifPresent(Thread::interrupt);
    }
}
