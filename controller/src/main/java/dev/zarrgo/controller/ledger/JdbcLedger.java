package dev.zarrgo.controller.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.Attempt;
import dev.zarrgo.controller.job.BackOff;
import dev.zarrgo.controller.job.Change;
import dev.zarrgo.controller.job.Ending;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobEvent;
import dev.zarrgo.controller.job.JobId;
import dev.zarrgo.controller.job.JobIds;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.controller.job.WorkflowName;
import dev.zarrgo.converter.failure.ConflictException;
import dev.zarrgo.converter.failure.FailureCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The ledger in PostgreSQL or H2.
final class JdbcLedger implements Ledger {

    private final Database database;
    private final BackOff backOff;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final JobIds ids;
    private final GroupCommit submissions;
    private final Lead lead;

    JdbcLedger(Database database, BackOff backOff, InstantSource clock, RandomGenerator random) {
        this.database = database;
        this.backOff = backOff;
        this.clock = clock;
        this.random = random;
        this.ids = new JobIds(clock, random);
        this.submissions = new GroupCommit(database.dialect().submitters(), this::submitTogether);
        this.lead = new Lead(database);
    }

    /// As databases keep it.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public List<Receipt> submit(List<Submission> wanted) {
        return submissions.submit(wanted);
    }

    private List<Receipt> submitTogether(List<Submission> wanted) {
        return Submitting.isSimple(database.dialect(), wanted) ? submitSimple(wanted) : submitAny(wanted);
    }

    private List<Receipt> submitAny(List<Submission> wanted) {
        return database.transaction(sql -> Submitting.run(sql, ids, now(), Optional.empty(), wanted));
    }

    /// Nearly all are new; the others are looked at in a transaction.
    private List<Receipt> submitSimple(List<Submission> wanted) {
        @Nullable Receipt[] receipts = database.statement(sql -> Submitting.once(sql, ids, now(), wanted));
        var known = new ArrayList<Submission>();
        for (int i = 0; i < receipts.length; i++) {
            if (receipts[i] == null) {
                known.add(wanted.get(i));
            }
        }
        Iterator<Receipt> answers =
                known.isEmpty() ? Collections.emptyIterator() : submitAny(known).iterator();
        return Arrays.stream(receipts)
                .map(receipt -> receipt == null ? answers.next() : receipt)
                .toList();
    }

    @Override
    public List<Job> claim(String engine, Caps caps, int limit) {
        return database.transaction(sql -> Claiming.run(sql, now(), engine, caps, limit));
    }

    @Override
    public List<Held> held() {
        return database.query(JobQueries::held);
    }

    @Override
    public Optional<Job> resolve(WorkflowName attempt, ResolvedItem item) {
        return database.transaction(sql -> new Recording(sql, now()).resolve(attempt, item));
    }

    @Override
    public Optional<List<Receipt>> expand(WorkflowName attempt, List<Submission> children) {
        return database.transaction(sql -> new Recording(sql, now()).expand(attempt, ids, children));
    }

    @Override
    public void started(WorkflowName attempt) {
        database.transaction(sql -> {
            new Recording(sql, now()).started(attempt);
            return true;
        });
    }

    @Override
    public void progress(WorkflowName attempt, int percent) {
        database.transaction(sql -> {
            new Recording(sql, now()).progress(attempt, percent);
            return true;
        });
    }

    @Override
    public Optional<Job> record(WorkflowName attempt, Ending ending) {
        return database.transaction(sql -> new Recording(sql, now()).end(attempt, ending, backOff, random));
    }

    @Override
    public Job adopt(Adoption adoption) {
        return database.transaction(sql -> new Recording(sql, now()).adopt(adoption, ids));
    }

    @Override
    public Optional<Job> job(JobId id) {
        return database.query(sql -> JobQueries.job(sql, id));
    }

    @Override
    public List<Attempt> attempts(JobId id) {
        return database.query(sql -> sql.list(
                Rows::attempt,
                "select %s from attempt where job_id = ? order by number".formatted(Rows.ATTEMPT),
                id.text()));
    }

    @Override
    public List<JobEvent> events(JobId id) {
        return database.query(sql -> sql.list(
                Rows::event,
                "select %s from job_event where job_id = ? order by sequence".formatted(Rows.EVENT),
                id.text()));
    }

    @Override
    public List<JobEvent> eventsAfter(long sequence, int limit) {
        return database.query(sql -> JobQueries.eventsAfter(sql, now(), sequence, limit));
    }

    @Override
    public long lastEvent() {
        return database.query(sql -> sql.number("select max(sequence) from job_event"));
    }

    @Override
    public JobPage jobs(JobFilter filter, Optional<JobId> after, int limit) {
        return database.query(sql -> JobQueries.jobs(sql, filter, after, limit));
    }

    @Override
    public long count(JobFilter filter, long bound) {
        return database.query(sql -> JobQueries.count(sql, filter, bound));
    }

    /// What to do with a job that is locked.
    @FunctionalInterface
    private interface OnJob {
        Job run(Sql sql, Job job) throws SQLException;
    }

    private Optional<Job> change(JobId id, OnJob change) {
        return database.transaction(sql -> {
            Optional<Job> job = JobChange.locked(sql, id);
            return job.isEmpty() ? job : Optional.of(change.run(sql, job.get()));
        });
    }

    @Override
    public Optional<Job> retry(JobId id, Actor actor) {
        return change(id, (sql, job) -> JobChange.requeue(sql, job, now(), actor));
    }

    @Override
    public List<JobId> retriable(JobFilter filter, int limit) {
        State[] wanted = Stream.of(State.RETRY, State.FAILED, State.INVALID)
                .filter(state -> filter.states().isEmpty() || filter.states().contains(state))
                .toArray(State[]::new);
        return wanted.length == 0
                ? List.of()
                : database.query(sql -> JobQueries.ids(sql, filter.inStates(wanted), limit));
    }

    @Override
    public List<JobId> retryAll(JobFilter filter, Actor actor, int limit) {
        var back = new ArrayList<JobId>();
        for (JobId id : retriable(filter, limit)) {
            try {
                change(id, (sql, job) -> again(sql, job, actor)).ifPresent(job -> back.add(job.id()));
            } catch (ConflictException _) {
                // It went back by another hand, or its item has a live job: it stays, as the contract says.
            }
        }
        return Collections.unmodifiableList(back);
    }

    private Job again(Sql sql, Job job, Actor actor) throws SQLException {
        Change change = job.state() == State.RETRY ? Change.RETRY : Change.FORCE;
        if (job.state() != State.RETRY && job.state() != State.FAILED && job.state() != State.INVALID) {
            throw new ConflictException(FailureCode.JOB_STATE, "job %s is %s".formatted(job.id(), job.state()));
        }
        return JobChange.queued(job, now()).apply(sql, job, change, now(), actor, Optional.empty());
    }

    @Override
    public Optional<Job> fail(JobId id, Actor actor) {
        return change(id, (sql, job) -> JobChange.settled(
                        job, State.FAILED, Optional.of("failed-by-hand"), Optional.of(actor.reason()))
                .apply(sql, job, Change.SETTLE, now(), actor, Optional.empty()));
    }

    @Override
    public Optional<Job> dismiss(JobId id, Actor actor) {
        return change(id, (sql, job) -> JobChange.settled(
                        job, State.FAILED, Optional.of(Job.DISMISSED), Optional.of(actor.reason()))
                .apply(sql, job, Change.DISMISS, now(), actor, Optional.empty()));
    }

    @Override
    public Optional<Job> force(JobId id, State state, Actor actor) {
        return change(id, (sql, job) -> forced(job, state, actor)
                .apply(sql, job, Change.FORCE, now(), actor, Optional.empty()));
    }

    /// A job that is forced to wait waits for a claim; `RETRY` waits for an operator.
    private JobChange forced(Job job, State state, Actor actor) {
        return switch (state) {
            case NEW, PENDING -> {
                JobChange queued = JobChange.queued(job, now());
                yield new JobChange(state, now(), queued.retriesLeft(), 0, 0, Optional.empty(), Optional.empty());
            }
            case RETRY, FAILED, INVALID ->
                JobChange.settled(job, state, Optional.of("forced"), Optional.of(actor.reason()));
            case DONE -> JobChange.settled(job, state, Optional.empty(), Optional.empty());
        };
    }

    @Override
    public Optional<Job> edit(JobId id, ObjectNode parameters, Actor actor) {
        return change(id, (sql, job) -> {
            if (!job.state().isLive() || job.isInHand()) {
                throw new ConflictException(
                        FailureCode.JOB_STATE,
                        "job %s cannot be changed: it is %s"
                                .formatted(job.id(), job.isInHand() ? "being worked on" : job.state()),
                        "submit another one when it has ended");
            }
            sql.update(
                    "update job set params = %s, updated = ? where id = ?"
                            .formatted(sql.dialect().jsonParameter()),
                    parameters,
                    now(),
                    id.text());
            new NewEvent(id, now(), Optional.of(job.state()), job.state(), actor, Optional.of(parameters)).write(sql);
            return JobQueries.job(sql, id).orElseThrow();
        });
    }

    @Override
    public QueueStats queue() {
        return database.query(JobQueries::queue);
    }

    @Override
    public List<Period> periods(Period.Length length, Instant since) {
        return database.query(sql -> JobQueries.periods(sql, length, since));
    }

    @Override
    public int retire(Instant before, int limit) {
        return database.transaction(sql -> {
            List<String> old = sql.list(
                    row -> row.getString(1),
                    "select id from job where updated < ? and id < ? and state in ('DONE', 'FAILED', 'INVALID')"
                            + " and not exists (select 1 from attempt where job_id = job.id and finished is null)"
                            + " order by id limit ? for update skip locked",
                    before,
                    JobIds.floor(before).text(),
                    limit);
            if (old.isEmpty()) {
                return 0;
            }
            Object[] which = old.toArray();
            String marks = Sql.marks(which.length);
            sql.update("delete from submission_key where job_id in (%s)".formatted(marks), which);
            sql.update("delete from job_event where job_id in (%s)".formatted(marks), which);
            return sql.update("delete from job where id in (%s)".formatted(marks), which);
        });
    }

    @Override
    public void pause() {
        setPaused(true);
    }

    @Override
    public void resume() {
        setPaused(false);
    }

    private void setPaused(boolean paused) {
        database.transaction(sql -> sql.update("update control set paused = ? where id = 1", paused));
    }

    @Override
    public boolean isPaused() {
        return database.query(sql -> sql.first(row -> row.getBoolean(1), "select paused from control where id = 1")
                .orElse(false));
    }

    @Override
    public boolean isLeading() {
        return lead.isHeld();
    }

    @Override
    public boolean isReady(Duration patience) {
        try (Connection connection = database.connection()) {
            return connection.isValid(Math.toIntExact(Math.max(1, patience.toSeconds())));
        } catch (SQLException _) {
            return false;
        }
    }

    @Override
    public void close() {
        submissions.close();
        lead.close();
        database.close();
    }
}
