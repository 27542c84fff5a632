package dev.zarrgo.controller.ledger;

import dev.zarrgo.controller.job.Digest;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobId;
import dev.zarrgo.controller.job.JobIds;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.controller.ledger.Receipt.Answer;
import dev.zarrgo.controller.ledger.Submission.Repeat;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One transaction's submissions: which of them are new, and which job answers the others.
///
/// Source: rules P6, A5, A25.
final class Submitting {

    private static final String INSERT = "insert into job (id, owner, kind, action, collection, item_id, digest,"
            + " source_id, source, params, traceparent, state, priority, lane, parent_id, retry_count, retries_left,"
            + " is_retriable, transient_tries, attempts, next_attempt_after, percent, live_key, created, updated) values";

    private static final String ROW = "(?, ?, ?, ?, ?, ?, ?, ?, ?, %s, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, 0, ?, ?, ?)";

    /// A job and its event in one statement, because each costs an exchange with the server.
    private static final String INSERT_WITH_EVENTS = "with made as (" + INSERT;

    private static final String WITH_EVENTS = " on conflict do nothing returning id, created, state, owner), told as ("
            + "insert into job_event (job_id, at, to_state, actor, reason)"
            + " select id, created, state, owner, '%s' from made) select id from made";

    private static final String REASON = "submitted";

    /// One statement.
    private static final int MAX_AT_ONCE = 16;

    private record KeyedJob(Digest digest, Job job) {}

    private final Sql sql;
    private final JobIds ids;
    private final Instant now;
    private final Optional<JobId> parent;
    private final List<Submission> submissions;
    private final @Nullable Receipt[] receipts;

    private Submitting(Sql sql, JobIds ids, Instant now, Optional<JobId> parent, List<Submission> submissions) {
        this.sql = sql;
        this.ids = ids;
        this.now = now;
        this.parent = parent;
        this.submissions = submissions;
        this.receipts = new Receipt[submissions.size()];
    }

    /// Whether [#once] will do for these.
    static boolean isSimple(Dialect dialect, List<Submission> submissions) {
        return dialect.insertsIntoMany()
                && submissions.size() <= MAX_AT_ONCE
                && submissions.stream()
                        .allMatch(submission -> submission.repeat() == Repeat.LIVE
                                && submission.idempotencyKey().isEmpty());
    }

    /// Inserts what is new of simple submissions, in one statement that is a transaction of its own.
    ///
    /// @return an answer for each, or null where a live job stands in the way
    static @Nullable Receipt[] once(Sql sql, JobIds ids, Instant now, List<Submission> submissions)
            throws SQLException {
        var submitting = new Submitting(sql, ids, now, Optional.empty(), submissions);
        submitting.insert();
        return submitting.receipts;
    }

    /// @param parent the job that the new ones are made for
    static List<Receipt> run(Sql sql, JobIds ids, Instant now, Optional<JobId> parent, List<Submission> submissions)
            throws SQLException {
        var submitting = new Submitting(sql, ids, now, parent, submissions);
        submitting.answerKeys();
        submitting.answerDigests();
        // A job that stands in the way may end before it is read; then there is room.
        for (int round = 0; round < 3 && submitting.isOpen(); round++) {
            submitting.insert();
            submitting.answerFromLive();
        }
        submitting.writeKeys();
        return submitting.receipts();
    }

    private boolean isOpen() {
        return Arrays.asList(receipts).contains(null);
    }

    private List<Receipt> receipts() throws SQLException {
        var list = new ArrayList<Receipt>();
        for (Receipt receipt : receipts) {
            if (receipt == null) {
                throw new SQLException("a live job comes and goes", "40001");
            }
            list.add(receipt);
        }
        return list;
    }

    private List<Integer> open() {
        var open = new ArrayList<Integer>();
        for (int i = 0; i < receipts.length; i++) {
            if (receipts[i] == null) {
                open.add(i);
            }
        }
        return open;
    }

    private void answerKeys() throws SQLException {
        for (int i : open()) {
            Submission submission = submissions.get(i);
            if (submission.idempotencyKey().isEmpty()) {
                continue;
            }
            JobRequest request = submission.request();
            Optional<KeyedJob> known = sql.first(
                    row -> new KeyedJob(new Digest(row.getString("key_digest")), Rows.job(row)),
                    "select %s, submission_key.digest as key_digest from submission_key join job on job.id ="
                                    .formatted(Rows.JOB)
                            + " submission_key.job_id where submission_key.owner = ? and submission_key.name = ?",
                    request.owner(),
                    submission.idempotencyKey());
            if (known.isPresent()) {
                boolean same = known.get().digest().equals(request.digest());
                receipts[i] = new Receipt(
                        same ? Answer.DUPLICATE : Answer.KEY_REUSED, known.get().job());
            }
        }
    }

    private void answerDigests() throws SQLException {
        List<Integer> wanted = open().stream()
                .filter(i -> submissions.get(i).repeat() == Repeat.DIGEST)
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        var jobs = new HashMap<Digest, Job>();
        for (Job job : sql.list(
                Rows::job,
                "select %s from job where digest in (%s) and state in ('NEW', 'PENDING', 'RETRY', 'DONE')"
                        .formatted(Rows.JOB, Sql.marks(wanted.size())),
                wanted.stream().map(i -> digest(i).text()).toArray())) {
            jobs.merge(job.digest(), job, (one, other) -> one.id().compareTo(other.id()) > 0 ? one : other);
        }
        for (int i : wanted) {
            Job job = jobs.get(digest(i));
            if (job != null) {
                receipts[i] = new Receipt(Answer.DUPLICATE, job);
            }
        }
    }

    private Digest digest(int i) {
        return submissions.get(i).request().digest();
    }

    /// Inserts what is open. Rows go in the order of their keys, so that two transactions never wait for
    /// each other in a circle; of two for one key, the second waits for [#answerFromLive].
    private void insert() throws SQLException {
        List<Integer> order = open().stream()
                .sorted(Comparator.comparing(
                        (Integer i) -> submissions.get(i).request().liveKey()))
                .toList();
        var jobs = new ArrayList<Job>();
        var sets = new ArrayList<@Nullable Object[]>();
        for (int i : order) {
            Job job = newJob(submissions.get(i).request());
            jobs.add(job);
            sets.add(columns(job));
        }
        Set<JobId> made = sql.dialect().insertsIntoMany() ? insertWithEvents(sets) : insertThenEvents(jobs, sets);
        for (int k = 0; k < jobs.size(); k++) {
            if (made.contains(jobs.get(k).id())) {
                receipts[order.get(k)] = new Receipt(Answer.CREATED, jobs.get(k));
            }
        }
    }

    private Set<JobId> insertWithEvents(List<@Nullable Object[]> sets) throws SQLException {
        return Set.copyOf(sql.insert(
                row -> new JobId(row.getString(1)),
                INSERT_WITH_EVENTS,
                ROW.formatted(sql.dialect().jsonParameter()),
                WITH_EVENTS.formatted(REASON),
                sets));
    }

    private Set<JobId> insertThenEvents(List<Job> jobs, List<@Nullable Object[]> sets) throws SQLException {
        int inserted =
                sql.insert(INSERT, ROW.formatted(sql.dialect().jsonParameter()), " on conflict do nothing", sets);
        Set<JobId> missing = inserted == jobs.size() ? Set.of() : missing(jobs);
        List<Job> made =
                jobs.stream().filter(job -> !missing.contains(job.id())).toList();
        NewEvent.write(
                sql,
                made.stream()
                        .map(job -> new NewEvent(
                                job.id(),
                                now,
                                Optional.empty(),
                                State.NEW,
                                new Actor(job.request().owner(), REASON),
                                Optional.empty()))
                        .toList());
        return made.stream().map(Job::id).collect(Collectors.toSet());
    }

    /// Those that another one kept out.
    private Set<JobId> missing(List<Job> jobs) throws SQLException {
        var missing = new HashSet<JobId>();
        jobs.forEach(job -> missing.add(job.id()));
        Object[] ids = missing.stream().map(JobId::text).toArray();
        sql.list(
                        row -> new JobId(row.getString(1)),
                        "select id from job where id in (%s)".formatted(Sql.marks(ids.length)),
                        ids)
                .forEach(missing::remove);
        return missing;
    }

    private Job newJob(JobRequest request) {
        return new Job(
                ids.next(),
                parent,
                request,
                request.digest(),
                Optional.empty(),
                State.NEW,
                request.retryCount(),
                0,
                0,
                Optional.of(now),
                0,
                Optional.empty(),
                Optional.empty(),
                now,
                now);
    }

    private @Nullable Object[] columns(Job job) {
        JobRequest request = job.request();
        return new @Nullable Object[] {
            job.id().text(),
            request.owner(),
            request.action().kind().id(),
            request.action().id(),
            request.collection(),
            request.itemId(),
            job.digest().text(),
            request.itemId(),
            request.source(),
            request.parameters(),
            request.traceparent(),
            job.state().name(),
            request.priority(),
            request.lane().id(),
            parent.map(JobId::text).orElse(""),
            request.retryCount(),
            job.retriesLeft(),
            request.retriable(),
            job.nextAttempt(),
            request.liveKey(),
            job.created(),
            job.updated()
        };
    }

    private void answerFromLive() throws SQLException {
        List<Integer> open = open();
        if (open.isEmpty()) {
            return;
        }
        Object[] keys = open.stream()
                .map(i -> submissions.get(i).request().liveKey())
                .distinct()
                .sorted()
                .toArray();
        Map<String, Job> live = new HashMap<>();
        sql.list(
                row -> live.put(row.getString("live_key"), Rows.job(row)),
                "select %s, job.live_key from job where live_key in (%s) order by live_key for update"
                        .formatted(Rows.JOB, Sql.marks(keys.length)),
                keys);
        for (int i : open) {
            String key = submissions.get(i).request().liveKey();
            Job job = live.get(key);
            if (job != null) {
                Receipt receipt = answer(submissions.get(i), job);
                receipts[i] = receipt;
                live.put(key, receipt.job()); // it may have changed, for the next one of this item
            }
        }
    }

    private Receipt answer(Submission submission, Job job) throws SQLException {
        return switch (submission.repeat()) {
            case LIVE -> new Receipt(Answer.DUPLICATE, requeued(job, submission.request()));
            case DIGEST ->
                new Receipt(job.digest().equals(submission.request().digest()) ? Answer.DUPLICATE : Answer.BUSY, job);
        };
    }

    /// A repeat of a job that waits to be retried has it tried now (rule P6).
    private Job requeued(Job job, JobRequest request) throws SQLException {
        return job.state() == State.RETRY
                ? JobChange.requeue(sql, job, now, new Actor(request.owner(), "submitted again"))
                : job;
    }

    private void writeKeys() throws SQLException {
        for (int i = 0; i < receipts.length; i++) {
            Submission submission = submissions.get(i);
            Receipt receipt = receipts[i];
            if (receipt == null || submission.idempotencyKey().isEmpty() || !isKept(receipt)) {
                continue;
            }
            sql.update(
                    "insert into submission_key (owner, name, digest, job_id, created) values (?, ?, ?, ?, ?)"
                            + " on conflict do nothing",
                    submission.request().owner(),
                    submission.idempotencyKey(),
                    digest(i).text(),
                    receipt.job().id().text(),
                    now);
        }
    }

    private static boolean isKept(Receipt receipt) {
        return receipt.answer() == Answer.CREATED || receipt.answer() == Answer.DUPLICATE;
    }
}
