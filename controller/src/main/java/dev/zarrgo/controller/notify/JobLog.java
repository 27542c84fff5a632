package dev.zarrgo.controller.notify;

import dev.zarrgo.controller.job.Job;
import java.util.List;
import org.slf4j.spi.LoggingEventBuilder;

/// What every line of the log about a job says.
///
/// Source: rule X9.
public final class JobLog {

    private JobLog() {}

    /// Adds which job it is, which run of it, what of, and in which trace.
    public static LoggingEventBuilder about(Job job, LoggingEventBuilder event) {
        LoggingEventBuilder told = event.addKeyValue("job", job.id().text());
        if (job.attempts() > 0) {
            told = told.addKeyValue("run", job.workflow().text());
        }
        told = told.addKeyValue("collection", job.request().collection())
                .addKeyValue("item", job.request().itemId());
        // A traceparent: version, trace, span, flags.
        List<String> trace = job.request()
                .traceparent()
                .map(text -> List.of(text.split("-", -1)))
                .orElse(List.of());
        return trace.size() < 4
                ? told
                : told.addKeyValue("trace_id", trace.get(1)).addKeyValue("span_id", trace.get(2));
    }
}
