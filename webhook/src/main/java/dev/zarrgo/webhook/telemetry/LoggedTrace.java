package dev.zarrgo.webhook.telemetry;

import io.micronaut.core.propagation.ThreadPropagatedContextElement;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// Puts the place of a request in a trace into the log, on whatever thread the request is worked on (rule
/// X9).
record LoggedTrace(TraceContext trace) implements ThreadPropagatedContextElement<@Nullable Map<String, String>> {

    static final String TRACE = "trace_id";
    static final String SPAN = "span_id";

    @Override
    public @Nullable Map<String, String> updateThreadContext() {
        Map<String, String> before = MDC.getCopyOfContextMap();
        MDC.put(TRACE, trace.trace());
        MDC.put(SPAN, trace.span());
        return before;
    }

    @Override
    public void restoreThreadContext(@Nullable Map<String, String> before) {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }
}
