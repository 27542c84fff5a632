package dev.zarrgo.webhook.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log of the service: one JSON object a line, on standard error. Commands that no service runs in have
/// none.
///
/// Source: rule X9.
public final class JsonLogs extends ContextAwareBase implements Configurator {

    private static final String SILENT = "off";
    private static final String LEVEL = "zarrgo.log.level";

    /// Lets the log begin.
    ///
    /// @param level `error`, `warn`, `info` or `debug`
    public static void enable(String level) {
        System.setProperty(LEVEL, level);
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            start(context, level);
        }
    }

    /// Called by logback, instead of its search for files.
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        start(context, System.getProperty(LEVEL, SILENT));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static void start(LoggerContext context, String level) {
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(Level.toLevel(level, Level.OFF));
        if (root.getLevel() == Level.OFF) {
            return;
        }
        var encoder = new JsonLine();
        encoder.setContext(context);
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        root.addAppender(appender);
        // Their news are about themselves.
        for (String noisy : new String[] {"io.micronaut", "io.netty", "com.zaxxer", "org.postgresql"}) {
            context.getLogger(noisy).setLevel(Level.WARN);
        }
        context.getLogger("org.flywaydb").setLevel(Level.ERROR);
    }
}
