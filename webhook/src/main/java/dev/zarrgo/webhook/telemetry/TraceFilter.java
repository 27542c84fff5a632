package dev.zarrgo.webhook.telemetry;

import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.web.router.RouteAttributes;

/// Gives each request its place in a trace, and reports the span when the answer is known (rule X9).
@ServerFilter("/**")
final class TraceFilter implements Ordered {

    private static final String START = "zarrgo.trace.start";

    private final SpanExporter exporter;

    TraceFilter(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @RequestFilter
    void begin(HttpRequest<?> request, MutablePropagatedContext propagated) {
        String header = request.getHeaders().get(TraceContext.HEADER);
        TraceContext context = TraceContext.begin(header == null ? "" : header);
        context.putInto(request);
        propagated.add(new LoggedTrace(context));
        request.setAttribute(START, Span.now());
    }

    @ResponseFilter
    void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
        TraceContext.in(request).filter(TraceContext::isRecorded).ifPresent(context -> {
            String route = RouteAttributes.getRouteMatch(request)
                    .map(match -> match.getRouteInfo().toString())
                    .orElse(request.getPath());
            long start = request.getAttribute(START, Long.class).orElseGet(Span::now);
            exporter.offer(new Span(
                    context, request.getMethodName(), request.getPath(), route, response.code(), start, Span.now()));
        });
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.TRACING.order();
    }
}
