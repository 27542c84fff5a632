package dev.zarrgo.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.controller.engine.ForeignWorkflow;
import dev.zarrgo.controller.ingest.ResolvedSource;
import dev.zarrgo.controller.ingest.SourceResolver;
import dev.zarrgo.controller.job.Ending;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobId;
import dev.zarrgo.controller.job.Jobs;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.controller.ledger.Actor;
import dev.zarrgo.controller.ledger.Caps;
import dev.zarrgo.controller.ledger.JobFilter;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.controller.ledger.LedgerSettings;
import dev.zarrgo.controller.ledger.Ledgers;
import dev.zarrgo.controller.ledger.Submission;
import dev.zarrgo.controller.workflow.ConvertPlanner;
import dev.zarrgo.controller.workflow.TargetSettings;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The loop, round by round, over a real ledger and an engine whose workflows end when the test says so.
class ReconcilerTest {

    private static final Actor SOMEBODY = new Actor("somebody", "because");

    private final MemoryEngine engine = new MemoryEngine();
    private final Ledger ledger =
            Ledgers.open(LedgerSettings.inMemory(UUID.randomUUID().toString()));
    private final List<Job> told = Collections.synchronizedList(new ArrayList<>());
    private SourceResolver sources = request -> new ResolvedSource.OneItem(request.itemId(), Optional.empty());
    private boolean leading = true;
    private Reconciler reconciler = reconciler(Caps.of(10));

    private Reconciler reconciler(Caps caps) {
        return new Reconciler(
                ledger,
                engine,
                request -> sources.resolve(request),
                new ConvertPlanner(TargetSettings.local("/stores", "/catalog")),
                () -> leading,
                (job, _) -> told.add(job),
                new ReconcileSettings(caps, Duration.ofSeconds(1), 4, Duration.ofDays(1)));
    }

    @AfterEach
    void close() {
        reconciler.close();
        ledger.close();
    }

    private Job submit(String item) {
        return ledger.submit(List.of(Submission.ofSample(Jobs.request(item))))
                .getFirst()
                .job();
    }

    private Job job(JobId id) {
        return ledger.job(id).orElseThrow();
    }

    private void round() {
        reconciler.round();
    }

    /// Dispatching goes on beside the rounds.
    private static void until(BooleanSupplier condition) throws InterruptedException {
        Instant give = Instant.now().plusSeconds(20);
        while (!condition.getAsBoolean() && Instant.now().isBefore(give)) {
            Thread.sleep(5);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private String begun(Job job) throws InterruptedException {
        String name = "zarrgo-%s-%d".formatted(job.id(), job(job.id()).attempts());
        until(() -> engine.there.containsKey(name) && isStarted(job));
        return name;
    }

    private boolean isStarted(Job job) {
        return ledger.attempts(job.id()).getLast().started().isPresent();
    }

    @Test
    void aJobGoesItsWay() throws Exception {
        Job job = submit("a");
        round();
        String name = begun(job);
        engine.report(name, 40);
        round();
        assertThat(job(job.id()).percent()).isEqualTo(40);
        engine.finish(name, new Ending.Success(Optional.empty()));
        round();
        assertThat(job(job.id()).state()).isEqualTo(State.DONE);
        assertThat(engine.there).isEmpty();
        until(() -> !told.isEmpty());
        assertThat(told).extracting(Job::state).containsExactly(State.DONE);
    }

    @Test
    @DisplayName("P15: never more in hand than the cap")
    void theCapIsKept() throws Exception {
        reconciler.close();
        reconciler = reconciler(Caps.of(3));
        for (int i = 0; i < 7; i++) {
            submit("item-" + i);
        }
        int done = 0;
        while (done < 7) {
            round();
            until(() -> engine.there.size() == ledger.held().size());
            assertThat(engine.there).hasSizeLessThanOrEqualTo(3).isNotEmpty();
            String name = engine.there.keySet().iterator().next();
            until(() -> ledger.held().stream()
                    .allMatch(held -> held.attempt().started().isPresent()));
            engine.finish(name, new Ending.Success(Optional.empty()));
            done++;
        }
        round();
        assertThat(engine.begun).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("P18, A22: a workflow that vanished is tried again by itself")
    void aVanishedWorkflowIsTriedAgain() throws Exception {
        Job job = submit("a");
        round();
        engine.there.remove(begun(job));
        round();
        assertThat(job(job.id()).state()).isEqualTo(State.RETRY);
        assertThat(job(job.id()).nextAttempt()).isPresent();
        assertThat(job(job.id()).code()).contains("workflow-missing");
    }

    @Test
    @DisplayName("case 10 of section 13: killed between claim and submit, the job still runs, once")
    void aJobClaimedByADeadProcessIsSubmitted() throws Exception {
        Job job = submit("a");
        ledger.claim("memory", Caps.of(10), 1);
        round();
        begun(job);
        assertThat(job(job.id()).attempts()).isEqualTo(1);
    }

    @Test
    void aWorkflowSubmittedByADeadProcessIsNotSubmittedAgain() throws Exception {
        Job job = submit("a");
        Job claimed = ledger.claim("memory", Caps.of(10), 1).getFirst();
        engine.submit(new ConvertPlanner(TargetSettings.local("/stores", "/catalog")).plan(claimed));
        round();
        begun(job);
        assertThat(engine.begun).hasSize(1);
    }

    @Test
    void anEndThatWasNotReleasedIsRecordedOnce() throws Exception {
        Job job = submit("a");
        round();
        String name = begun(job);
        var failed = new Ending.Failure(75, Optional.empty(), "HTTP 503", Optional.empty());
        engine.finish(name, failed);
        ledger.record(job(job.id()).workflow(), failed);
        round();
        assertThat(job(job.id()).transientTries()).isEqualTo(1);
    }

    @Test
    void anEngineThatIsDownCostsNoAttempt() throws Exception {
        Job job = submit("a");
        ledger.claim("memory", Caps.of(10), 1);
        engine.down = true;
        assertThatThrownBy(this::round).isInstanceOf(UnavailableException.class);
        engine.down = false;
        round();
        begun(job);
        assertThat(job(job.id()).attempts()).isEqualTo(1);
    }

    @Test
    @DisplayName("section 7: DELETE ends the workflow")
    void aDismissedJobsWorkflowIsEnded() throws Exception {
        Job job = submit("a");
        round();
        String name = begun(job);
        ledger.dismiss(job.id(), SOMEBODY);
        round();
        assertThat(engine.ended).containsExactly(name);
        round();
        assertThat(ledger.held()).isEmpty();
        assertThat(job(job.id()).code()).contains(Job.DISMISSED);
        assertThat(engine.there).isEmpty();
    }

    @Test
    void aJobDismissedBeforeItWasSubmittedNeverRuns() {
        Job job = submit("a");
        ledger.claim("memory", Caps.of(10), 1);
        ledger.dismiss(job.id(), SOMEBODY);
        round();
        assertThat(ledger.held()).isEmpty();
        assertThat(engine.begun).isEmpty();
    }

    @Test
    @DisplayName("P5: the dispatcher reads the source, and the item's id wins")
    void theSourceIsReadBeforeTheJobRuns() throws Exception {
        sources = _ -> new ResolvedSource.OneItem("real", Optional.empty());
        Job job = submit("provisional");
        round();
        begun(job);
        assertThat(job(job.id()).request().itemId()).isEqualTo("real");
    }

    @Test
    @DisplayName("P5: a job whose item has one already is folded into it, and not run")
    void aSecondJobIsFolded() throws Exception {
        sources = _ -> new ResolvedSource.OneItem("real", Optional.empty());
        Job first = submit("real");
        Job second = submit("alias");
        round();
        until(() -> job(second.id()).state() == State.DONE);
        begun(first);
        assertThat(job(second.id()).code()).contains(Job.FOLDED);
        assertThat(engine.begun).hasSize(1);
    }

    @Test
    @DisplayName("P5: a collection becomes one job for each of its items")
    void aCollectionIsExpanded() throws Exception {
        sources = request -> request.itemId().equals("list")
                ? new ResolvedSource.ManyItems(List.of(
                        new ResolvedSource.Element("one", "https://h/one"),
                        new ResolvedSource.Element("two", "https://h/two")))
                : new ResolvedSource.OneItem(request.itemId(), Optional.empty());
        Job list = submit("list");
        round();
        until(() -> job(list.id()).state() == State.DONE);
        round();
        until(() -> engine.there.size() == 2);
        assertThat(ledger.jobs(JobFilter.ALL.madeBy(list.id()), Optional.empty(), 10)
                        .jobs())
                .extracting(job -> job.request().itemId())
                .containsExactlyInAnyOrder("one", "two");
    }

    @Test
    @DisplayName("P5: what turns out unusable ends INVALID, and is never submitted")
    void anUnusableSourceIsInvalid() throws Exception {
        sources = request -> {
            throw new UnusableSourceException(FailureCode.SOURCE_NOT_FOUND, "there is no such item", "look again");
        };
        Job job = submit("a");
        round();
        until(() -> job(job.id()).state() == State.INVALID);
        assertThat(job(job.id()).message()).contains("there is no such item; look again");
        assertThat(job(job.id()).code()).contains("source-not-found");
        assertThat(engine.begun).isEmpty();
        until(() -> !told.isEmpty());
        assertThat(told).extracting(Job::state).containsExactly(State.INVALID);
    }

    @Test
    @DisplayName("A19: a source that does not answer now is tried again later")
    void aSourceThatIsDownIsTriedLater() throws Exception {
        sources = request -> {
            throw new UnavailableException(FailureCode.SERVICE_UNAVAILABLE, "HTTP 503");
        };
        Job job = submit("a");
        round();
        until(() -> job(job.id()).state() == State.RETRY);
        assertThat(job(job.id()).nextAttempt()).isPresent();
    }

    @Test
    void aBugInOneJobLeavesTheOthersAlone() throws Exception {
        sources = request -> {
            if (request.itemId().equals("bad")) {
                throw new IllegalStateException("not thought of");
            }
            return new ResolvedSource.OneItem(request.itemId(), Optional.empty());
        };
        Job bad = submit("bad");
        Job good = submit("good");
        round();
        begun(good);
        until(() -> job(bad.id()).state() == State.FAILED);
    }

    @Test
    @DisplayName("issue: a replica that does not lead does nothing")
    void whoDoesNotLeadDoesNothing() {
        leading = false;
        submit("a");
        round();
        assertThat(ledger.held()).isEmpty();
        assertThat(reconciler.isLeading()).isFalse();
    }

    @Test
    @DisplayName("A28: a paused ledger submits nothing, and records what ends")
    void aPausedLedgerStillRecords() throws Exception {
        Job first = submit("a");
        round();
        String name = begun(first);
        ledger.pause();
        Job second = submit("b");
        engine.finish(name, new Ending.Success(Optional.empty()));
        round();
        assertThat(job(first.id()).state()).isEqualTo(State.DONE);
        assertThat(job(second.id()).state()).isEqualTo(State.NEW);
        ledger.resume();
        round();
        begun(second);
    }

    @Test
    @DisplayName("issue: workflows made with kubectl are recorded")
    void foreignWorkflowsAreRecorded() {
        engine.foreign.add(new ForeignWorkflow(
                "geozarr-x7k2p",
                "uid-1",
                Map.of("source_url", "https://h/items/S2A.json", "register_collection", "sentinel-2-l2a")));
        engine.report("geozarr-x7k2p", 10);
        round();
        Job job = ledger.jobs(JobFilter.ALL, Optional.empty(), 10).jobs().getFirst();
        assertThat(job.request().itemId()).isEqualTo("S2A");
        assertThat(job.request().owner()).isEqualTo("kubectl");
        engine.finish("geozarr-x7k2p", new Ending.Success(Optional.empty()));
        round();
        round();
        assertThat(job(job.id()).state()).isEqualTo(State.DONE);
        assertThat(ledger.count(JobFilter.ALL, 10)).isEqualTo(1);
    }
}
