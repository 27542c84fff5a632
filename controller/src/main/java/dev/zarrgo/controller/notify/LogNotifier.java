package dev.zarrgo.controller.notify;

import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// One line in the log for each outcome.
///
/// Source: rule X9.
public final class LogNotifier implements Notifier {

    private static final Logger LOG = LoggerFactory.getLogger(LogNotifier.class);

    @Override
    public void attemptEnded(Job job) {
        boolean well = job.state() == State.DONE;
        var event = LOG.atLevel(well ? Level.INFO : Level.WARN)
                .addKeyValue("job", job.id().text())
                .addKeyValue("attempt", job.attempts())
                .addKeyValue("collection", job.request().collection())
                .addKeyValue("item", job.request().itemId())
                .addKeyValue("state", job.state().name());
        job.code().ifPresent(code -> event.addKeyValue("code", code));
        job.nextAttempt().ifPresent(next -> event.addKeyValue("next", next.toString()));
        event.log("{}", job.message().orElse(well ? "done" : job.state().name()));
    }
}
