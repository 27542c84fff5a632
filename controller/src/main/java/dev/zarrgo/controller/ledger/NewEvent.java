package dev.zarrgo.controller.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.JobId;
import dev.zarrgo.controller.job.State;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An event on its way into the history.
record NewEvent(JobId job, Instant at, Optional<State> from, State to, Actor actor, Optional<ObjectNode> detail) {

    static void write(Sql sql, List<NewEvent> events) throws SQLException {
        var sets = new ArrayList<@Nullable Object[]>();
        for (NewEvent event : events) {
            sets.add(new @Nullable Object[] {
                event.job.text(),
                event.at,
                event.from.map(State::name),
                event.to.name(),
                Texts.fit(event.actor.name(), 255),
                Texts.fit(event.actor.reason(), Texts.MESSAGE),
                event.detail
            });
        }
        sql.insert(
                "insert into job_event (job_id, at, from_state, to_state, actor, reason, detail) values",
                "(?, ?, ?, ?, ?, ?, %s)".formatted(sql.dialect().jsonParameter()),
                "",
                sets);
    }

    void write(Sql sql) throws SQLException {
        write(sql, List.of(this));
    }
}
