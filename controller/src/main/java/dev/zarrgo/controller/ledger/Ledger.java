package dev.zarrgo.controller.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.Attempt;
import dev.zarrgo.controller.job.Ending;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobEvent;
import dev.zarrgo.controller.job.JobId;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.controller.job.WorkflowName;
import dev.zarrgo.converter.failure.ConflictException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The jobs: queue and truth.
///
/// Every call is one transaction, committed when it returns. Calls block; one instance serves many threads,
/// and many processes may share the database. A call that changes nothing, because what it records is known
/// already or belongs to an attempt of the past, is no error: after a lost answer it may simply be made
/// again.
///
/// Every call throws [UnavailableException] if the database gives no answer now; whether a change was made
/// is then unknown, and the same call tells.
///
/// Source: sections 7 and 10 of the jobs specification, rule X1.
public interface Ledger extends AutoCloseable {

    /// Takes requests in, all or none.
    ///
    /// @return an answer for each, in the same order
    List<Receipt> submit(List<Submission> submissions);

    /// Takes jobs that wait, by priority, then by the time from which they wait, then by id, as far as the
    /// caps leave room, and opens an attempt of each. Nothing while the ledger is [paused][#pause].
    ///
    /// @param engine name of the engine that shall run them
    /// @param limit at most so many
    List<Job> claim(String engine, Caps caps, int limit);

    /// Jobs whose attempt is not over as far as the ledger knows, those dismissed meanwhile among them.
    List<Held> held();

    /// What reading the source showed: the item's own id wins (rule P5). Where that item has a live job
    /// already, this one ends and is folded into it.
    ///
    /// @return the job as it now is; empty if the attempt is not the job's current one
    Optional<Job> resolve(WorkflowName attempt, ResolvedItem item);

    /// Ends a job whose source is a collection of items, and makes one job for each; those that have a live
    /// job already are left to it.
    ///
    /// @return the answers, one for each; empty if the attempt is not the job's current one
    Optional<List<Receipt>> expand(WorkflowName attempt, List<Submission> children);

    /// The engine was seen to have the workflow.
    void started(WorkflowName attempt);

    /// How far the work is.
    ///
    /// @param percent 0 to 100
    void progress(WorkflowName attempt, int percent);

    /// How an attempt ended, and with it what becomes of the job.
    ///
    /// @return the job as it now is; empty if the attempt was over already
    Optional<Job> record(WorkflowName attempt, Ending ending);

    /// Writes down a workflow that somebody made without the ledger, as a job in hand.
    ///
    /// @return the job, the same one for the same workflow
    Job adopt(Adoption adoption);

    Optional<Job> job(JobId id);

    /// The attempts of a job, the first one first.
    List<Attempt> attempts(JobId id);

    /// The history of a job, the oldest event first.
    List<JobEvent> events(JobId id);

    /// Events of all jobs after a sequence number, in its order. An event never appears behind one that was
    /// returned before.
    List<JobEvent> eventsAfter(long sequence, int limit);

    /// The sequence number of the newest event; 0 if there is none.
    long lastEvent();

    /// @param after the last id of the page before
    JobPage jobs(JobFilter filter, Optional<JobId> after, int limit);

    /// How many jobs there are, counted up to a bound.
    long count(JobFilter filter, long bound);

    /// Sends a job that waits in `RETRY` back to the queue.
    ///
    /// @return empty if there is no such job
    /// @throws ConflictException if it is in another state (409)
    Optional<Job> retry(JobId id, Actor actor);

    /// Sends all jobs of a filter back that wait in `RETRY`, `FAILED` or `INVALID`. One whose item has
    /// another live job stays.
    ///
    /// @param limit at most so many
    /// @return those that went back
    List<JobId> retryAll(JobFilter filter, Actor actor, int limit);

    /// Which jobs [#retryAll] would send back.
    List<JobId> retriable(JobFilter filter, int limit);

    /// Declares a job failed.
    ///
    /// @return empty if there is no such job
    /// @throws ConflictException if its state does not allow it (409)
    Optional<Job> fail(JobId id, Actor actor);

    /// Takes a live job back; the controller then ends its workflow.
    ///
    /// @return empty if there is no such job
    /// @throws ConflictException if it has come to its end (409)
    Optional<Job> dismiss(JobId id, Actor actor);

    /// Sets a state, whatever the table of transitions says.
    ///
    /// @return empty if there is no such job
    /// @throws ConflictException if it is in that state already, or would be a second live job of its item
    Optional<Job> force(JobId id, State state, Actor actor);

    /// Replaces the parameters of a job that does not run.
    ///
    /// @return empty if there is no such job
    /// @throws ConflictException if it is in hand or at its end
    Optional<Job> edit(JobId id, ObjectNode parameters, Actor actor);

    QueueStats queue();

    /// What happened in each hour or day since a time, the oldest first.
    List<Period> periods(Period.Length length, Instant since);

    /// Forgets jobs that ended before a time, with their history.
    ///
    /// @param limit at most so many
    /// @return how many
    int retire(Instant before, int limit);

    /// Stops [claims][#claim] until [#resume]; requests are taken in all the same.
    void pause();

    void resume();

    boolean isPaused();

    /// Whether this ledger leads among all that are open on its database: the first that asks does, until
    /// it is closed or its connection breaks. An embedded one always does.
    boolean isLeading();

    /// Whether the database answers within a time.
    boolean isReady(Duration patience);

    @Override
    void close();
}
