package dev.zarrgo.webhook.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.controller.job.Action;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.controller.ledger.LedgerSettings;
import dev.zarrgo.controller.ledger.Ledgers;
import dev.zarrgo.controller.ledger.Submission;
import dev.zarrgo.controller.notify.LogNotifier;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// A line of the log is one flat JSON object that names job, item and trace (rule X9).
class JsonLogsTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    private final LoggerContext context = new LoggerContext();
    private final JsonLine encoder = new JsonLine();
    private final RecordedLog log = new RecordedLog();

    @BeforeEach
    void start() {
        context.setMDCAdapter(((LoggerContext) LoggerFactory.getILoggerFactory()).getMDCAdapter());
        encoder.setContext(context);
        encoder.start();
    }

    @AfterEach
    void stop() {
        MDC.clear();
        context.stop();
    }

    private JsonNode line(ILoggingEvent event) throws IOException {
        String text = new String(encoder.encode(event), StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n").containsOnlyOnce("\n");
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatTheEventKnowsIsAMember() throws IOException {
        Logger logger = context.getLogger("some.logger");
        logger.addAppender(log);
        logger.atWarn()
                .addKeyValue("job", "01jd")
                .setCause(new IllegalStateException("two\nlines"))
                .log("it said \"{}\"", "no");
        JsonNode line = line(log.events().getFirst());
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("logger").asText()).isEqualTo("some.logger");
        assertThat(line.path("message").asText()).isEqualTo("it said \"no\"");
        assertThat(line.path("job").asText()).isEqualTo("01jd");
        assertThat(line.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(line.path("error").asText())
                .startsWith("java.lang.IllegalStateException: two\nlines")
                .contains("at ");
        assertThat(line.has("trace_id")).isFalse();
    }

    @Test
    @DisplayName("X9: what is logged while a request is worked on has its trace")
    void requestsHaveTheirTrace() throws IOException {
        Logger logger = context.getLogger("some.logger");
        logger.addAppender(log);
        var trace = new LoggedTrace(TraceContext.begin("00-%s-%s-01".formatted(TRACE, SPAN)));
        MDC.put("of", "before");
        var before = trace.updateThreadContext();
        logger.info("within");
        trace.restoreThreadContext(before);
        logger.info("after");
        JsonNode within = line(log.events().get(0));
        assertThat(within.path("trace_id").asText()).isEqualTo(TRACE);
        assertThat(within.path("span_id").asText()).isEqualTo(trace.trace().span());
        JsonNode after = line(log.events().get(1));
        assertThat(after.has("trace_id")).isFalse();
        assertThat(after.path("of").asText()).isEqualTo("before");
    }

    @Test
    @DisplayName("X9: the outcome of a job is in the trace of its request")
    void outcomesHaveTheTraceOfTheRequest() throws IOException {
        var logger = (Logger) LoggerFactory.getLogger(LogNotifier.class);
        Level level = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        try (Ledger ledger =
                Ledgers.open(LedgerSettings.inMemory(UUID.randomUUID().toString()))) {
            Job job = ledger.submit(List.of(Submission.ofSample(
                            new JobRequest("tester", Action.CONVERT, "s2", "S2A_1", "https://h/S2A_1", Json.object())
                                    .with(Optional.of("00-%s-%s-01".formatted(TRACE, SPAN))))))
                    .getFirst()
                    .job();
            new LogNotifier().attemptEnded(job, Optional.empty());
        } finally {
            logger.detachAppender(log);
            logger.setLevel(level);
        }
        JsonNode line = line(log.events().getFirst());
        assertThat(line.path("trace_id").asText()).isEqualTo(TRACE);
        assertThat(line.path("span_id").asText()).isEqualTo(SPAN);
        assertThat(line.path("item").asText()).isEqualTo("S2A_1");
        assertThat(line.path("collection").asText()).isEqualTo("s2");
    }
}
