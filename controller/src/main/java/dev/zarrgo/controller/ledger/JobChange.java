package dev.zarrgo.controller.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.Change;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobId;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.controller.job.Transitions;
import dev.zarrgo.converter.failure.ConflictException;
import dev.zarrgo.converter.failure.FailureCode;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A change of a job's state: the row, its place in the queue, its live key, and the event that tells of
/// it.
///
/// @param nextAttempt from when on it waits to be claimed; null if it does not wait
record JobChange(
        State to,
        @Nullable Instant nextAttempt,
        int retriesLeft,
        int transientTries,
        int percent,
        Optional<String> code,
        Optional<String> message) {

    /// Locks a job until the end of the transaction.
    static Optional<Job> locked(Sql sql, JobId id) throws SQLException {
        return sql.first(Rows::job, "select %s from job where id = ? for update".formatted(Rows.JOB), id.text());
    }

    /// A job that waits for an operator or for its time waits to be claimed now.
    static Job requeue(Sql sql, Job job, Instant now, Actor actor) throws SQLException {
        return queued(job, now).apply(sql, job, Change.RETRY, now, actor, Optional.empty());
    }

    /// A fresh start.
    static JobChange queued(Job job, Instant now) {
        return new JobChange(State.PENDING, now, job.request().retryCount(), 0, 0, Optional.empty(), Optional.empty());
    }

    /// Another state, and nothing that waits.
    static JobChange settled(Job job, State to, Optional<String> code, Optional<String> message) {
        int percent = to == State.DONE ? 100 : job.percent();
        return new JobChange(to, null, job.retriesLeft(), job.transientTries(), percent, code, message);
    }

    /// Writes the change and its event.
    ///
    /// @param job as it is, locked
    /// @return the job as it then is
    /// @throws ConflictException if the table of transitions refuses it
    Job apply(Sql sql, Job job, Change change, Instant now, Actor actor, Optional<ObjectNode> detail)
            throws SQLException {
        if (!Transitions.allows(change, job.state(), to)) {
            throw refused(job);
        }
        if (to.isLive() && !job.state().isLive()) {
            requireFree(sql, job);
        }
        Optional<String> fitted = message.map(text -> Texts.fit(text, Texts.MESSAGE));
        sql.update(
                "update job set state = ?, next_attempt_after = ?, retries_left = ?, transient_tries = ?, percent = ?,"
                        + " code = ?, message = ?, message_start = ?, live_key = ?, updated = ? where id = ?",
                to.name(),
                nextAttempt,
                retriesLeft,
                transientTries,
                percent,
                code.map(text -> Texts.fit(text, 64)),
                fitted,
                fitted.map(text -> Texts.fit(text, Texts.START)),
                to.isLive() ? job.request().liveKey() : null,
                now,
                job.id().text());
        if (job.state() != to) {
            new NewEvent(job.id(), now, Optional.of(job.state()), to, actor, detail).write(sql);
        }
        return new Job(
                job.id(),
                job.parent(),
                job.request(),
                job.digest(),
                job.item(),
                to,
                retriesLeft,
                transientTries,
                job.attempts(),
                Optional.ofNullable(nextAttempt),
                percent,
                code,
                fitted,
                job.created(),
                now);
    }

    private static void requireFree(Sql sql, Job job) throws SQLException {
        Optional<String> holder = sql.first(
                row -> row.getString(1),
                "select id from job where live_key = ?",
                job.request().liveKey());
        if (holder.isPresent()) {
            throw new ConflictException(
                    FailureCode.JOB_STATE,
                    "job %s cannot live again: its item has the live job %s".formatted(job.id(), holder.get()),
                    "wait for that one");
        }
    }

    private ConflictException refused(Job job) {
        return new ConflictException(
                FailureCode.JOB_STATE,
                "job %s is %s and cannot become %s".formatted(job.id(), job.state(), to),
                job.state() == to ? "nothing needs to be done" : "an administrator can force a state");
    }
}
