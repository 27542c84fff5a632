package dev.zarrgo.webhook.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests have a place in a trace, and a collector hears of it (rule X9).
class TracesTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    @Test
    void callersTraceGoesOn() {
        TraceContext context = TraceContext.begin("00-%s-%s-01".formatted(TRACE, CALLER));
        assertThat(context.trace()).isEqualTo(TRACE);
        assertThat(context.parent()).isEqualTo(CALLER);
        assertThat(context.span()).matches("[0-9a-f]{16}").isNotEqualTo(CALLER);
        assertThat(context.isRecorded()).isTrue();
        assertThat(TraceContext.begin("00-%s-%s-00".formatted(TRACE, CALLER)).isRecorded())
                .isFalse();
        assertThat(TraceContext.begin("cc-%s-%s-01-of-the-future".formatted(TRACE, CALLER))
                        .trace())
                .isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7"
            })
    void headerWithoutSenseBeginsATrace(String header) {
        TraceContext context = TraceContext.begin(header);
        assertThat(context.text()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(context.trace()).isNotEqualTo(TRACE);
        assertThat(context.parent()).isEmpty();
    }

    @Test
    void collectorGetsSpansInTheFormOfOtlp() throws IOException, InterruptedException {
        BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            received.add(Json.parse(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try (var exporter = new SpanExporter(Optional.of(
                "http://127.0.0.1:%d/".formatted(collector.getAddress().getPort())))) {
            TraceContext context = TraceContext.begin("00-%s-%s-01".formatted(TRACE, CALLER));
            exporter.offer(new Span(context, "POST", "/samples", "/samples", 503, 1_000, 2_000));
            JsonNode document = received.poll(20, TimeUnit.SECONDS);
            assertThat(document).isNotNull();
            JsonNode span = document.at("/resourceSpans/0/scopeSpans/0/spans/0");
            assertThat(span.path("traceId").asText()).isEqualTo(TRACE);
            assertThat(span.path("parentSpanId").asText()).isEqualTo(CALLER);
            assertThat(span.path("spanId").asText()).isEqualTo(context.span());
            assertThat(span.path("name").asText()).isEqualTo("POST /samples");
            assertThat(span.path("startTimeUnixNano").asText()).isEqualTo("1000");
            assertThat(span.path("status").path("code").asInt()).isEqualTo(2);
            assertThat(document.at("/resourceSpans/0/resource/attributes/0/key").asText())
                    .isEqualTo("service.name");
            assertThat(exporter.dropped()).isZero();
        } finally {
            collector.stop(0);
        }
    }

    /// A collector that is not there costs nothing but the spans.
    @Test
    void whatDoesNotFitIsDroppedAndCounted() {
        try (var exporter = new SpanExporter(Optional.of("http://127.0.0.1:9"))) {
            TraceContext context = TraceContext.begin("");
            for (int i = 0; i < SpanExporter.MAX_WAITING * 3; i++) {
                exporter.offer(new Span(context, "GET", "/", "/", 200, 1, 2));
            }
            assertThat(exporter.dropped()).isPositive();
        }
    }
}
