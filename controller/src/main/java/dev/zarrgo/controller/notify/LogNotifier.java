package dev.zarrgo.controller.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.State;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// One line in the log for each outcome.
///
/// Source: rule X9.
public final class LogNotifier implements Notifier {

    private static final Logger LOG = LoggerFactory.getLogger(LogNotifier.class);

    @Override
    public void attemptEnded(Job job, Optional<ObjectNode> report) {
        boolean well = job.state() == State.DONE;
        LoggingEventBuilder event = JobLog.about(job, LOG.atLevel(well ? Level.INFO : Level.WARN))
                .addKeyValue("attempt", job.attempts())
                .addKeyValue("state", job.state().name());
        if (job.code().isPresent()) {
            event = event.addKeyValue("code", job.code().get());
        }
        if (job.nextAttempt().isPresent()) {
            event = event.addKeyValue("next", job.nextAttempt().get().toString());
        }
        event.log("{}", job.message().orElse(well ? "done" : job.state().name()));
    }
}
