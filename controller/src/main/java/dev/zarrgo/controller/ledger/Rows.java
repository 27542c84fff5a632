package dev.zarrgo.controller.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.Action;
import dev.zarrgo.controller.job.Attempt;
import dev.zarrgo.controller.job.Digest;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobEvent;
import dev.zarrgo.controller.job.JobId;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.controller.job.Lane;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;

/// Rows of the ledger's tables as values.
final class Rows {

    /// All columns of a job but the item, which is large.
    static final String JOB = "job.id, job.owner, job.action, job.collection, job.item_id, job.digest, job.source,"
            + " job.params, job.traceparent, job.state, job.priority, job.lane, job.parent_id, job.retry_count,"
            + " job.retries_left, job.is_retriable, job.transient_tries, job.attempts, job.next_attempt_after,"
            + " job.percent, job.code, job.message, job.created, job.updated";

    static final String JOB_WITH_ITEM = JOB + ", job.item";

    static final String ATTEMPT = "attempt.job_id, attempt.number, attempt.engine, attempt.workflow_name,"
            + " attempt.claimed, attempt.started, attempt.finished, attempt.exit_code, attempt.code as attempt_code,"
            + " attempt.message as attempt_message, attempt.report";

    static final String EVENT = "sequence, job_id, at, from_state, to_state, actor, reason, detail";

    private Rows() {}

    static Job job(ResultSet row) throws SQLException {
        return job(row, Optional.empty());
    }

    static Job jobWithItem(ResultSet row) throws SQLException {
        return job(row, document(row, "item"));
    }

    private static Job job(ResultSet row, Optional<ObjectNode> item) throws SQLException {
        String parent = row.getString("parent_id");
        return new Job(
                new JobId(row.getString("id")),
                parent.isEmpty() ? Optional.empty() : Optional.of(new JobId(parent)),
                request(row),
                new Digest(row.getString("digest")),
                item,
                State.valueOf(row.getString("state")),
                row.getInt("retries_left"),
                row.getInt("transient_tries"),
                row.getInt("attempts"),
                Sql.time(row, "next_attempt_after"),
                row.getInt("percent"),
                Sql.text(row, "code"),
                Sql.text(row, "message"),
                Sql.timeOf(row, "created"),
                Sql.timeOf(row, "updated"));
    }

    private static JobRequest request(ResultSet row) throws SQLException {
        return new JobRequest(
                row.getString("owner"),
                Action.named(row.getString("action")).orElseThrow(() -> new SQLException("an action of another time")),
                row.getString("collection"),
                row.getString("item_id"),
                row.getString("source"),
                document(row, "params").orElseGet(Json::object),
                Lane.named(row.getString("lane")).orElse(Lane.NORMAL),
                row.getInt("priority"),
                row.getInt("retry_count"),
                row.getBoolean("is_retriable"),
                Sql.text(row, "traceparent"));
    }

    static Attempt attempt(ResultSet row) throws SQLException {
        int exitCode = row.getInt("exit_code");
        OptionalInt exit = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(exitCode);
        return new Attempt(
                new JobId(row.getString("job_id")),
                row.getInt("number"),
                row.getString("engine"),
                row.getString("workflow_name"),
                Sql.timeOf(row, "claimed"),
                Sql.time(row, "started"),
                Sql.time(row, "finished"),
                exit,
                Sql.text(row, "attempt_code"),
                Sql.text(row, "attempt_message"),
                document(row, "report"));
    }

    static JobEvent event(ResultSet row) throws SQLException {
        return new JobEvent(
                row.getLong("sequence"),
                new JobId(row.getString("job_id")),
                Sql.timeOf(row, "at"),
                Sql.text(row, "from_state").map(State::valueOf),
                State.valueOf(row.getString("to_state")),
                row.getString("actor"),
                row.getString("reason"),
                document(row, "detail"));
    }

    private static Optional<ObjectNode> document(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (IOException broken) {
            throw new SQLException("column %s is no JSON".formatted(column), broken);
        }
    }
}
