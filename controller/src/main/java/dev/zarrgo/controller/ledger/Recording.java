package dev.zarrgo.controller.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.Action;
import dev.zarrgo.controller.job.BackOff;
import dev.zarrgo.controller.job.Change;
import dev.zarrgo.controller.job.Ending;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobIds;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.controller.job.Verdict;
import dev.zarrgo.controller.job.WorkflowName;
import dev.zarrgo.converter.zarr.Json;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// What is learnt about an attempt, inside a transaction.
final class Recording {

    private record AttemptEnd(
            OptionalInt exitCode, Optional<String> code, Optional<String> message, Optional<ObjectNode> report) {}

    private final Sql sql;
    private final Instant now;

    Recording(Sql sql, Instant now) {
        this.sql = sql;
        this.now = now;
    }

    /// The job, locked, if the attempt is its current one and open.
    private Optional<Job> current(WorkflowName attempt) throws SQLException {
        Optional<Job> job = JobChange.locked(sql, attempt.job());
        boolean current =
                job.isPresent() && job.get().isInHand() && job.get().attempts() == attempt.attempt() && isOpen(attempt);
        return current ? job : Optional.empty();
    }

    private boolean isOpen(WorkflowName attempt) throws SQLException {
        return sql.number(
                        "select count(*) from attempt where job_id = ? and number = ? and finished is null",
                        attempt.job().text(),
                        attempt.attempt())
                == 1;
    }

    /// How an attempt ended. Of one that was abandoned, only that.
    Optional<Job> end(WorkflowName attempt, Ending ending, BackOff backOff, RandomGenerator random)
            throws SQLException {
        Optional<Job> current = current(attempt);
        AttemptEnd end = endOf(ending);
        boolean closed = close(attempt, end);
        if (current.isEmpty()) {
            return Optional.empty();
        }
        if (!closed) {
            throw new SQLException("attempt %s closes under its lock".formatted(attempt), "40001");
        }
        Job job = current.get();
        Verdict verdict = Verdict.of(job, ending, backOff, random);
        var change = new JobChange(
                verdict.state(),
                verdict.delay().map(now::plus).orElse(null),
                verdict.retriesLeft(),
                verdict.transientTries(),
                verdict.state() == State.DONE ? 100 : job.percent(),
                end.code(),
                end.message());
        return Optional.of(change.apply(
                sql,
                job,
                Change.OUTCOME,
                now,
                Actor.controller(reason(attempt, ending)),
                Optional.of(detail(attempt, end))));
    }

    private static AttemptEnd endOf(Ending ending) {
        return switch (ending) {
            case Ending.Success success ->
                new AttemptEnd(OptionalInt.of(0), Optional.empty(), Optional.empty(), success.report());
            case Ending.Failure failure ->
                new AttemptEnd(
                        OptionalInt.of(failure.exitCode()),
                        failure.code(),
                        Optional.of(failure.message()),
                        failure.report());
            case Ending.Lost lost ->
                new AttemptEnd(
                        OptionalInt.empty(), Optional.of(lost.code()), Optional.of(lost.message()), Optional.empty());
        };
    }

    private static String reason(WorkflowName attempt, Ending ending) {
        return switch (ending) {
            case Ending.Success _ -> "attempt %d succeeded".formatted(attempt.attempt());
            case Ending.Failure failure -> "attempt %d: %s".formatted(attempt.attempt(), failure.message());
            case Ending.Lost lost -> "attempt %d: %s".formatted(attempt.attempt(), lost.message());
        };
    }

    private static ObjectNode detail(WorkflowName attempt, AttemptEnd end) {
        ObjectNode detail = Json.object();
        detail.put("attempt", attempt.attempt());
        end.exitCode().ifPresent(exit -> detail.put("exitCode", exit));
        end.code().ifPresent(code -> detail.put("code", code));
        return detail;
    }

    private boolean close(WorkflowName attempt, AttemptEnd end) throws SQLException {
        return sql.update(
                        "update attempt set finished = ?, exit_code = ?, code = ?, message = ?, report = %s"
                                        .formatted(sql.dialect().jsonParameter())
                                + " where job_id = ? and number = ? and finished is null",
                        now,
                        end.exitCode().isPresent() ? end.exitCode().getAsInt() : null,
                        end.code().map(text -> Texts.fit(text, 64)),
                        end.message().map(text -> Texts.fit(text, Texts.MESSAGE)),
                        end.report(),
                        attempt.job().text(),
                        attempt.attempt())
                == 1;
    }

    /// What reading the source showed.
    Optional<Job> resolve(WorkflowName attempt, ResolvedItem item) throws SQLException {
        Optional<Job> current = current(attempt);
        if (current.isEmpty()) {
            return Optional.empty();
        }
        Job job = current.get();
        JobRequest request = job.request().with(item.itemId(), job.request().source());
        Optional<Job> holder = sql.first(
                Rows::job,
                "select %s from job where live_key = ? and id <> ? for update".formatted(Rows.JOB),
                request.liveKey(),
                job.id().text());
        if (holder.isPresent()) {
            return Optional.of(fold(attempt, job, holder.get()));
        }
        sql.update(
                "update job set item_id = ?, live_key = ?, item = %s, updated = ? where id = ?"
                        .formatted(sql.dialect().jsonParameter()),
                item.itemId(),
                request.liveKey(),
                item.item(),
                now,
                job.id().text());
        return JobQueries.job(sql, job.id());
    }

    private Job fold(WorkflowName attempt, Job job, Job holder) throws SQLException {
        if (holder.state() == State.RETRY) {
            JobChange.requeue(sql, holder, now, Actor.controller("job %s asks for the same".formatted(job.id())));
        }
        String message = "folded into job %s, which has the same item".formatted(holder.id());
        ObjectNode detail = Json.object();
        detail.put("into", holder.id().text());
        return conclude(attempt, job, Job.FOLDED, message, detail);
    }

    /// One job for each element of a collection, instead of this one.
    Optional<List<Receipt>> expand(WorkflowName attempt, JobIds ids, List<Submission> children) throws SQLException {
        Optional<Job> current = current(attempt);
        if (current.isEmpty()) {
            return Optional.empty();
        }
        Job job = current.get();
        ObjectNode detail = Json.object();
        detail.put("jobs", children.size());
        conclude(attempt, job, Job.EXPANDED, "became %d jobs, one for each item".formatted(children.size()), detail);
        return Optional.of(Submitting.run(sql, ids, now, Optional.of(job.id()), children));
    }

    private Job conclude(WorkflowName attempt, Job job, String code, String message, ObjectNode detail)
            throws SQLException {
        close(attempt, new AttemptEnd(OptionalInt.empty(), Optional.of(code), Optional.of(message), Optional.empty()));
        return JobChange.settled(job, State.DONE, Optional.of(code), Optional.of(message))
                .apply(sql, job, Change.OUTCOME, now, Actor.controller(message), Optional.of(detail));
    }

    void started(WorkflowName attempt) throws SQLException {
        sql.update(
                "update attempt set started = ? where job_id = ? and number = ? and started is null",
                now,
                attempt.job().text(),
                attempt.attempt());
    }

    void progress(WorkflowName attempt, int percent) throws SQLException {
        sql.update(
                "update job set percent = ?, updated = ? where id = ? and attempts = ? and state = 'PENDING'"
                        + " and next_attempt_after is null and percent <> ?",
                percent,
                now,
                attempt.job().text(),
                attempt.attempt(),
                percent);
    }

    /// A workflow of somebody else becomes a job in hand. It takes no live key: it runs already, and what
    /// keeps two from writing one target is the target's lock.
    Job adopt(Adoption adoption, JobIds ids) throws SQLException {
        String key = adoption.engine() + "/" + adoption.identity();
        Optional<Job> known = sql.first(
                Rows::job,
                "select %s from submission_key join job on job.id = submission_key.job_id".formatted(Rows.JOB)
                        + " where submission_key.owner = ? and submission_key.name = ?",
                Adoption.OWNER,
                key);
        if (known.isPresent()) {
            return known.get();
        }
        JobRequest request = adoption.request();
        Action action = request.action();
        String id = ids.next().text();
        sql.update(
                "insert into job (id, owner, kind, action, collection, item_id, digest, source_id, source, params, state,"
                        + " priority, lane, parent_id, retry_count, retries_left, is_retriable, transient_tries,"
                        + " attempts, percent, created, updated) values (?, ?, ?, ?, ?, ?, ?, ?, ?, %s, 'PENDING',"
                                .formatted(sql.dialect().jsonParameter())
                        + " ?, ?, '', 0, 0, false, 0, 1, 0, ?, ?)",
                id,
                request.owner(),
                action.kind().id(),
                action.id(),
                request.collection(),
                request.itemId(),
                request.digest().text(),
                request.itemId(),
                request.source(),
                request.parameters(),
                request.priority(),
                request.lane().id(),
                now,
                now);
        sql.update(
                "insert into attempt (job_id, number, engine, workflow_name, claimed, started) values (?, 1, ?, ?, ?, ?)",
                id,
                adoption.engine(),
                adoption.workflow(),
                now,
                now);
        sql.update(
                "insert into submission_key (owner, name, digest, job_id, created) values (?, ?, ?, ?, ?)",
                Adoption.OWNER,
                key,
                request.digest().text(),
                id,
                now);
        Job job = sql.first(Rows::job, "select %s from job where id = ?".formatted(Rows.JOB), id)
                .orElseThrow();
        new NewEvent(
                        job.id(),
                        now,
                        Optional.empty(),
                        State.PENDING,
                        Actor.controller(
                                "found workflow %s, which was made without the ledger".formatted(adoption.workflow())),
                        Optional.empty())
                .write(sql);
        return job;
    }
}
