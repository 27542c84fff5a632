package dev.zarrgo.controller.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.Action;
import dev.zarrgo.controller.job.Attempt;
import dev.zarrgo.controller.job.Ending;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobEvent;
import dev.zarrgo.controller.job.JobId;
import dev.zarrgo.controller.job.JobIds;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.controller.job.Jobs;
import dev.zarrgo.controller.job.Lane;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.controller.job.WorkflowName;
import dev.zarrgo.controller.ledger.Receipt.Answer;
import dev.zarrgo.converter.failure.ConflictException;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.zarr.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What every ledger promises, whatever database it is in (rule A28).
abstract class LedgerContract {

    private static final Caps FEW = Caps.of(10);
    private static final Actor SOMEBODY = new Actor("somebody", "because");

    private final TestClock clock = new TestClock();

    @SuppressWarnings("NullAway.Init") // opened before each test
    private Ledger ledger;

    /// Opens the same ledger again and again within a test; an empty one for each test.
    abstract LedgerSettings settings();

    @BeforeEach
    void open() {
        ledger = Ledgers.open(settings(), clock);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Receipt submit(JobRequest request) {
        return ledger.submit(List.of(Submission.ofSample(request))).getFirst();
    }

    private Job submitted(String item) {
        return submit(Jobs.request(item)).job();
    }

    private List<Job> claim(int limit) {
        return ledger.claim("local", FEW, limit);
    }

    private Job claimed(String item) {
        submitted(item);
        return claim(1).getFirst();
    }

    private Job job(JobId id) {
        return ledger.job(id).orElseThrow();
    }

    private static Ending success() {
        return new Ending.Success(Optional.empty());
    }

    private static Ending failure(int exitCode, String message) {
        return new Ending.Failure(exitCode, Optional.of("some-code"), message, Optional.empty());
    }

    private Job ended(String item, Ending ending) {
        return ledger.record(claimed(item).workflow(), ending).orElseThrow();
    }

    // --- submitting

    @Test
    @DisplayName("X1: what was accepted is there after a restart, as it was asked for")
    void whatWasAcceptedIsThereAfterARestart() {
        ObjectNode parameters = Json.object();
        parameters.put("stage", "never").putObject("convert_options").put("encoding", "codec");
        var request = new JobRequest(
                "ow'ner",
                Action.CONVERT_S2_HIGH,
                "sentinel-2-l2a",
                "S2A_ü",
                "https://h/items/S2A_ü",
                parameters,
                Lane.HIGH,
                7,
                2,
                true,
                Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        Job before = submit(request).job();
        ledger.close();
        ledger = Ledgers.open(settings(), clock);
        Job after = job(before.id());
        assertThat(after).isEqualTo(before);
        assertThat(after.request()).isEqualTo(request);
        assertThat(after.state()).isEqualTo(State.NEW);
    }

    @Test
    @DisplayName("P6: a repeat of a live job is answered with that job")
    void aRepeatIsADuplicate() {
        Receipt first = submit(Jobs.request("a"));
        Receipt second = submit(Jobs.request("a"));
        assertThat(first.answer()).isEqualTo(Answer.CREATED);
        assertThat(second.answer()).isEqualTo(Answer.DUPLICATE);
        assertThat(second.job().id()).isEqualTo(first.job().id());
        assertThat(submit(Jobs.request("other", "a")).answer()).isEqualTo(Answer.CREATED);
    }

    @Test
    @DisplayName("P6: a finished item may be posted again and is converted again")
    void aFinishedItemMayBePostedAgain() {
        Job done = ended("a", success());
        Receipt again = submit(Jobs.request("a"));
        assertThat(again.answer()).isEqualTo(Answer.CREATED);
        assertThat(again.job().id()).isNotEqualTo(done.id());
    }

    @Test
    @DisplayName("P6: a repeat of a job that is RETRY queues it again")
    void aRepeatQueuesAWaitingJobAgain() {
        Job waiting = ended("a", failure(75, "HTTP 503"));
        assertThat(waiting.state()).isEqualTo(State.RETRY);
        assertThat(claim(1)).isEmpty();
        Receipt again = submit(Jobs.request("a"));
        assertThat(again.answer()).isEqualTo(Answer.DUPLICATE);
        assertThat(again.job().state()).isEqualTo(State.PENDING);
        assertThat(claim(1)).extracting(Job::id).containsExactly(waiting.id());
    }

    @Test
    @DisplayName("A25: the same digest is answered with its job, live or done")
    void theSameDigestIsAnsweredWithItsJob() {
        Submission submission = Submission.ofJob(Jobs.request("a"), Optional.empty());
        Job job = ledger.submit(List.of(submission)).getFirst().job();
        assertThat(ledger.submit(List.of(submission)).getFirst().answer()).isEqualTo(Answer.DUPLICATE);
        ledger.record(claim(1).getFirst().workflow(), success());
        Receipt third = ledger.submit(List.of(submission)).getFirst();
        assertThat(third.answer()).isEqualTo(Answer.DUPLICATE);
        assertThat(third.job().id()).isEqualTo(job.id());
    }

    @Test
    void aFailedDigestIsTriedByANewJob() {
        Submission submission = Submission.ofJob(Jobs.request("a"), Optional.empty());
        ledger.submit(List.of(submission));
        ledger.record(claim(1).getFirst().workflow(), failure(70, "a bug"));
        assertThat(ledger.submit(List.of(submission)).getFirst().answer()).isEqualTo(Answer.CREATED);
    }

    @Test
    void aLiveItemRefusesAnotherDigest() {
        submitted("a");
        JobRequest other = Jobs.request("a").with("a", "https://elsewhere.test/a");
        Receipt receipt = ledger.submit(List.of(Submission.ofJob(other, Optional.empty())))
                .getFirst();
        assertThat(receipt.answer()).isEqualTo(Answer.BUSY);
    }

    @Test
    @DisplayName("A5: an idempotency key belongs to one request of one owner")
    void anIdempotencyKeyBelongsToOneRequest() {
        Job job = ledger.submit(List.of(Submission.ofJob(Jobs.request("a"), Optional.of("k"))))
                .getFirst()
                .job();
        ledger.record(claim(1).getFirst().workflow(), failure(70, "a bug"));
        List<Receipt> again = ledger.submit(List.of(
                Submission.ofJob(Jobs.request("a"), Optional.of("k")),
                Submission.ofJob(Jobs.request("b"), Optional.of("k"))));
        assertThat(again).extracting(Receipt::answer).containsExactly(Answer.DUPLICATE, Answer.KEY_REUSED);
        assertThat(again.getFirst().job().id()).isEqualTo(job.id());
    }

    @Test
    void aBatchIsAnsweredInItsOrder() {
        submitted("b");
        List<Receipt> receipts = ledger.submit(List.of(
                Submission.ofSample(Jobs.request("c")),
                Submission.ofSample(Jobs.request("b")),
                Submission.ofSample(Jobs.request("a")),
                Submission.ofSample(Jobs.request("c"))));
        assertThat(receipts)
                .extracting(Receipt::answer)
                .containsExactly(Answer.CREATED, Answer.DUPLICATE, Answer.CREATED, Answer.DUPLICATE);
        assertThat(receipts.get(3).job().id()).isEqualTo(receipts.get(0).job().id());
        assertThat(ledger.count(JobFilter.ALL, 100)).isEqualTo(3);
    }

    @Test
    @DisplayName("P14: many who submit one item at a time make one job")
    void concurrentSubmissionsOfOneItemMakeOneJob() throws Exception {
        List<Receipt> receipts = concurrently(8, 25, (_, round) -> submit(Jobs.request("item-" + round)));
        assertThat(receipts.stream().filter(receipt -> receipt.answer() == Answer.CREATED))
                .hasSize(25);
        assertThat(receipts.stream().map(receipt -> receipt.job().id()).distinct())
                .hasSize(25);
        assertThat(ledger.count(JobFilter.ALL, 1000)).isEqualTo(25);
    }

    /// One call of a thread.
    private interface Call<T> {
        T run(int thread, int round) throws Exception;
    }

    private static <T> List<T> concurrently(int threads, int rounds, Call<T> call) throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Callable<List<T>>>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                tasks.add(() -> {
                    var results = new ArrayList<T>();
                    for (int round = 0; round < rounds; round++) {
                        results.add(call.run(number, round));
                    }
                    return results;
                });
            }
            var all = new ArrayList<T>();
            for (var future : executor.invokeAll(tasks)) {
                all.addAll(future.get());
            }
            return all;
        }
    }

    // --- claiming

    @Test
    @DisplayName("A28: claims follow priority, then the time of waiting, then the id")
    void claimsFollowPriorityThenTime() {
        Job bulk = submit(Jobs.request("c", "bulk", Lane.BULK, 0, false)).job();
        Job first = submitted("first");
        Job second = submitted("second");
        clock.advance(Duration.ofSeconds(1));
        Job urgent = submit(Jobs.request("c", "urgent", Lane.HIGH, 0, false)).job();
        assertThat(claim(10)).extracting(Job::id).containsExactly(urgent.id(), first.id(), second.id(), bulk.id());
        assertThat(claim(10)).isEmpty();
    }

    @Test
    void aClaimOpensAnAttempt() {
        Job job = claimed("a");
        assertThat(job.state()).isEqualTo(State.PENDING);
        assertThat(job.attempts()).isEqualTo(1);
        assertThat(job(job.id())).isEqualTo(job);
        assertThat(job.isInHand()).isTrue();
        Attempt attempt = ledger.attempts(job.id()).getFirst();
        assertThat(attempt.workflow()).isEqualTo(job.workflow().text());
        assertThat(attempt.started()).isEmpty();
        ledger.started(job.workflow());
        assertThat(ledger.attempts(job.id()).getFirst().started()).isPresent();
        assertThat(ledger.held()).extracting(Held::job).containsExactly(job);
    }

    @Test
    @DisplayName("P15: caps on all, on a lane and on a collection are kept")
    void capsAreKept() {
        for (int i = 0; i < 10; i++) {
            submit(Jobs.request("big", "big-" + i));
            submit(Jobs.request("small", "small-" + i));
            submit(Jobs.request("small", "bulk-" + i, Lane.BULK, 0, false));
        }
        var caps = new Caps(9, Map.of(Lane.BULK, 2), Map.of("big", 3), Integer.MAX_VALUE);
        List<Job> claimed = new ArrayList<>(ledger.claim("local", caps, 6));
        claimed.addAll(ledger.claim("local", caps, 6));
        claimed.addAll(ledger.claim("local", caps, 6));
        assertThat(claimed).hasSize(9);
        assertThat(claimed.stream().filter(job -> job.request().collection().equals("big")))
                .hasSize(3);
        assertThat(claimed.stream().filter(job -> job.request().lane() == Lane.BULK))
                .isEmpty();
        ledger.record(claimed.getFirst().workflow(), success());
        assertThat(ledger.claim("local", caps, 6)).hasSize(1);
        var withBulk = new Caps(30, Map.of(Lane.BULK, 2), Map.of("big", 3), 1000);
        List<Job> rest = ledger.claim("local", withBulk, 30);
        assertThat(rest.stream().filter(job -> job.request().lane() == Lane.BULK))
                .hasSize(2);
    }

    @Test
    void aCapOnEachCollectionIsKept() {
        for (String collection : List.of("a", "b", "c")) {
            for (int i = 0; i < 5; i++) {
                submit(Jobs.request(collection, collection + i));
            }
        }
        assertThat(ledger.claim("local", new Caps(50, Map.of(), Map.of(), 2), 50))
                .extracting(job -> job.request().collection())
                .containsExactlyInAnyOrder("a", "a", "b", "b", "c", "c");
    }

    @Test
    @DisplayName("A28: nobody claims what another has, nor above the cap")
    void concurrentClaimsShareNothing() throws Exception {
        ledger.submit(IntStream.range(0, 200)
                .mapToObj(i -> Submission.ofSample(Jobs.request("item-" + i)))
                .toList());
        List<List<Job>> claims = concurrently(6, 10, (_, _) -> ledger.claim("local", Caps.of(120), 5));
        List<JobId> ids = claims.stream().flatMap(List::stream).map(Job::id).toList();
        assertThat(ids).doesNotHaveDuplicates().hasSize(120);
        assertThat(ledger.held()).hasSize(120);
    }

    @Test
    @DisplayName("A28: a paused ledger takes in and gives nothing out")
    void aPausedLedgerTakesInAndGivesNothingOut() {
        ledger.pause();
        submitted("a");
        assertThat(ledger.isPaused()).isTrue();
        assertThat(claim(10)).isEmpty();
        ledger.resume();
        assertThat(claim(10)).hasSize(1);
    }

    // --- recording

    @Test
    void aSuccessIsDoneAndFreesTheItem() {
        Job job = claimed("a");
        ObjectNode report = Json.object();
        report.putObject("convert").put("bytes", 12);
        Job done = ledger.record(job.workflow(), new Ending.Success(Optional.of(report)))
                .orElseThrow();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.percent()).isEqualTo(100);
        assertThat(job(job.id())).isEqualTo(done);
        Attempt attempt = ledger.attempts(job.id()).getFirst();
        assertThat(attempt.exitCode()).hasValue(0);
        assertThat(attempt.report()).contains(report);
        assertThat(ledger.held()).isEmpty();
    }

    @Test
    @DisplayName("A19: a passing failure waits, and comes back by itself")
    void aPassingFailureComesBack() {
        Job failed = ended("a", failure(75, "HTTP 503 from the source"));
        assertThat(failed.state()).isEqualTo(State.RETRY);
        assertThat(failed.message()).contains("HTTP 503 from the source");
        assertThat(claim(1)).isEmpty();
        Instant next = failed.nextAttempt().orElseThrow();
        clock.advance(Duration.between(clock.instant(), next));
        Job again = claim(1).getFirst();
        assertThat(again.attempts()).isEqualTo(2);
        assertThat(again.message()).isEmpty();
        assertThat(ledger.record(again.workflow(), success()).orElseThrow().state())
                .isEqualTo(State.DONE);
        assertThat(ledger.attempts(again.id())).extracting(Attempt::number).containsExactly(1, 2);
    }

    @Test
    @DisplayName("X6: an unusable source is INVALID, a lasting failure FAILED, and neither comes back")
    void lastingFailuresStay() {
        assertThat(ended("a", failure(65, "truncated")).state()).isEqualTo(State.INVALID);
        assertThat(ended("b", failure(77, "forbidden")).state()).isEqualTo(State.FAILED);
        clock.advance(Duration.ofDays(100));
        assertThat(claim(10)).isEmpty();
    }

    @Test
    @DisplayName("X2: what is recorded twice counts once")
    void anAttemptEndsOnce() {
        Job job = claimed("a");
        assertThat(ledger.record(job.workflow(), failure(75, "lost"))).isPresent();
        assertThat(ledger.record(job.workflow(), success())).isEmpty();
        assertThat(job(job.id()).state()).isEqualTo(State.RETRY);
        assertThat(ledger.record(new WorkflowName(job.id(), 7), success())).isEmpty();
    }

    @Test
    void manyWhoRecordOneEndRecordItOnce() throws Exception {
        Job job = claimed("a");
        List<Optional<Job>> answers = concurrently(6, 1, (_, _) -> ledger.record(job.workflow(), failure(75, "lost")));
        assertThat(answers.stream().filter(Optional::isPresent)).hasSize(1);
        assertThat(job(job.id()).transientTries()).isEqualTo(1);
    }

    @Test
    void progressIsThatOfTheCurrentAttempt() {
        Job job = claimed("a");
        ledger.progress(job.workflow(), 40);
        assertThat(job(job.id()).percent()).isEqualTo(40);
        ledger.progress(new WorkflowName(job.id(), 2), 90);
        assertThat(job(job.id()).percent()).isEqualTo(40);
        ledger.record(job.workflow(), failure(70, "a bug"));
        ledger.progress(job.workflow(), 50);
        assertThat(job(job.id()).percent()).isEqualTo(40);
    }

    @Test
    void textsOfAnyLengthAreKeptAsFarAsTheyFit() {
        String message = "x".repeat(4000) + "\0🙂".repeat(3000);
        Job failed = ended("a", failure(70, message));
        assertThat(failed.message().orElseThrow()).startsWith("xxx").hasSizeLessThanOrEqualTo(4096);
        assertThat(job(failed.id()).message()).isEqualTo(failed.message());
    }

    // --- sources

    @Test
    @DisplayName("P5: the item's own id wins")
    void theItemsOwnIdWins() {
        Job job = claimed("provisional");
        ObjectNode item = Json.object();
        item.put("id", "real");
        Job resolved = ledger.resolve(job.workflow(), new ResolvedItem("real", Optional.of(item)))
                .orElseThrow();
        assertThat(resolved.request().itemId()).isEqualTo("real");
        assertThat(resolved.item()).contains(item);
        assertThat(submit(Jobs.request("real")).answer()).isEqualTo(Answer.DUPLICATE);
        assertThat(submit(Jobs.request("provisional")).answer()).isEqualTo(Answer.CREATED);
    }

    @Test
    @DisplayName("P5: a second live job for an item is folded into the first")
    void aSecondJobOfAnItemIsFolded() {
        Job first = submitted("real");
        clock.advance(Duration.ofSeconds(1));
        Job second = submit(Jobs.request("sentinel-2-l2a", "alias", Lane.HIGH, 0, false))
                .job();
        Job claimed = claim(1).getFirst();
        assertThat(claimed.id()).isEqualTo(second.id());
        Job folded = ledger.resolve(claimed.workflow(), new ResolvedItem("real", Optional.empty()))
                .orElseThrow();
        assertThat(folded.state()).isEqualTo(State.DONE);
        assertThat(folded.code()).contains(Job.FOLDED);
        assertThat(folded.message().orElseThrow()).contains(first.id().text());
        JobEvent last = ledger.events(folded.id()).getLast();
        assertThat(last.detail().orElseThrow().path("into").asText())
                .isEqualTo(first.id().text());
        assertThat(job(first.id()).state()).isEqualTo(State.NEW);
    }

    @Test
    @DisplayName("P5: a collection of items becomes one job for each")
    void aCollectionBecomesOneJobForEach() {
        Job there = submitted("i2");
        Job list = submit(Jobs.request("sentinel-2-l2a", "list", Lane.HIGH, 0, false))
                .job();
        Job claimed = claim(1).getFirst();
        assertThat(claimed.id()).isEqualTo(list.id());
        List<Submission> children = IntStream.range(0, 4)
                .mapToObj(i -> Submission.ofSample(claimed.request().with("i" + i, "https://h/i" + i)))
                .toList();
        List<Receipt> receipts = ledger.expand(claimed.workflow(), children).orElseThrow();
        assertThat(receipts)
                .extracting(Receipt::answer)
                .containsExactly(Answer.CREATED, Answer.CREATED, Answer.DUPLICATE, Answer.CREATED);
        assertThat(receipts.get(2).job().id()).isEqualTo(there.id());
        assertThat(job(list.id()).state()).isEqualTo(State.DONE);
        assertThat(job(list.id()).code()).contains(Job.EXPANDED);
        assertThat(ledger.jobs(JobFilter.ALL.madeBy(list.id()), Optional.empty(), 10)
                        .jobs())
                .hasSize(3)
                .allSatisfy(job -> assertThat(job.parent()).contains(list.id()));
        assertThat(ledger.expand(claimed.workflow(), children)).isEmpty();
    }

    @Test
    @DisplayName("issue: workflows that people submit with kubectl are recorded, once")
    void aForeignWorkflowBecomesAJobOnce() {
        var adoption = new Adoption("argo", "geozarr-x7k2p", "uid-1", Jobs.request("a"));
        Job job = ledger.adopt(adoption);
        assertThat(ledger.adopt(adoption).id()).isEqualTo(job.id());
        assertThat(job.isInHand()).isTrue();
        assertThat(ledger.held()).extracting(held -> held.attempt().workflow()).containsExactly("geozarr-x7k2p");
        assertThat(submit(Jobs.request("a")).answer()).isEqualTo(Answer.CREATED);
        assertThat(ledger.record(job.workflow(), success()).orElseThrow().state())
                .isEqualTo(State.DONE);
        assertThat(ledger.adopt(adoption).state()).isEqualTo(State.DONE);
    }

    // --- people

    @Test
    @DisplayName("A10: retry is for jobs that wait for it, anything else is 409")
    void retryIsForJobsThatWait() {
        Job waiting = ended("a", failure(75, "lost"));
        Job back = ledger.retry(waiting.id(), SOMEBODY).orElseThrow();
        assertThat(back.state()).isEqualTo(State.PENDING);
        assertThat(back.isInHand()).isFalse();
        assertThat(claim(1)).extracting(Job::id).containsExactly(waiting.id());
        assertThatThrownBy(() -> ledger.retry(waiting.id(), SOMEBODY)).isInstanceOf(ConflictException.class);
        Job done = ended("b", success());
        assertThatThrownBy(() -> ledger.retry(done.id(), SOMEBODY)).isInstanceOf(ConflictException.class);
        assertThat(ledger.retry(JobIds.floor(Instant.EPOCH), SOMEBODY)).isEmpty();
    }

    @Test
    @DisplayName("section 7: DELETE ends a live job, and its workflow is abandoned")
    void aDismissedJobIsAbandoned() {
        Job job = claimed("a");
        Job dismissed = ledger.dismiss(job.id(), SOMEBODY).orElseThrow();
        assertThat(dismissed.state()).isEqualTo(State.FAILED);
        assertThat(dismissed.code()).contains(Job.DISMISSED);
        assertThat(ledger.held()).singleElement().satisfies(held -> assertThat(held.isAbandoned())
                .isTrue());
        assertThat(ledger.record(job.workflow(), success())).isEmpty();
        assertThat(ledger.held()).isEmpty();
        assertThat(job(job.id()).state()).isEqualTo(State.FAILED);
        assertThatThrownBy(() -> ledger.dismiss(job.id(), SOMEBODY)).isInstanceOf(ConflictException.class);
        Job waiting = submitted("b");
        ledger.dismiss(waiting.id(), SOMEBODY);
        assertThat(claim(1)).isEmpty();
    }

    @Test
    @DisplayName("A11: a forced change keeps the previous state, with actor and reason")
    void aForcedChangeIsAudited() {
        Job job = ended("a", success());
        ledger.force(job.id(), State.RETRY, SOMEBODY);
        JobEvent event = ledger.events(job.id()).getLast();
        assertThat(event.from()).contains(State.DONE);
        assertThat(event.to()).isEqualTo(State.RETRY);
        assertThat(event.actor()).isEqualTo("somebody");
        assertThat(event.reason()).isEqualTo("because");
        assertThatThrownBy(() -> ledger.force(job.id(), State.RETRY, SOMEBODY)).isInstanceOf(ConflictException.class);
        ledger.force(job.id(), State.PENDING, SOMEBODY);
        assertThat(claim(1)).extracting(Job::id).containsExactly(job.id());
    }

    @Test
    void aForcedJobCannotBeTheSecondOfItsItem() {
        Job done = ended("a", success());
        submitted("a");
        assertThatThrownBy(() -> ledger.force(done.id(), State.PENDING, SOMEBODY))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    @DisplayName("section 5: bulk retry by state and error, with a dry run")
    void jobsAreRetriedInBulk() {
        Job one = ended("a", failure(70, "HTTP 503 from a"));
        Job two = ended("b", failure(75, "HTTP 503 from b"));
        Job other = ended("c", failure(70, "HTTP 404 from c"));
        ended("d", success());
        Job replaced = ended("e", failure(70, "HTTP 503 from e"));
        submitted("e");
        JobFilter filter = JobFilter.ALL.withError("HTTP 503");
        assertThat(ledger.retriable(filter, 100)).containsExactlyInAnyOrder(one.id(), two.id(), replaced.id());
        assertThat(ledger.retriable(filter.inStates(State.DONE, State.NEW), 100))
                .isEmpty();
        assertThat(ledger.retryAll(filter.inStates(State.DONE), SOMEBODY, 100)).isEmpty();
        assertThat(ledger.retryAll(filter, SOMEBODY, 100)).containsExactlyInAnyOrder(one.id(), two.id());
        assertThat(job(one.id()).state()).isEqualTo(State.PENDING);
        assertThat(job(other.id()).state()).isEqualTo(State.FAILED);
        assertThat(job(replaced.id()).state()).isEqualTo(State.FAILED);
    }

    @Test
    void aJobThatWaitsCanBeEdited() {
        Job job = submitted("a");
        ObjectNode parameters = Json.object();
        parameters.put("stage", "never");
        assertThat(ledger.edit(job.id(), parameters, SOMEBODY)
                        .orElseThrow()
                        .request()
                        .parameters())
                .isEqualTo(parameters);
        claim(1);
        assertThatThrownBy(() -> ledger.edit(job.id(), parameters, SOMEBODY)).isInstanceOf(ConflictException.class);
    }

    // --- reading

    @Test
    @DisplayName("A12: pages are complete, stable and newest first")
    void pagesAreComplete() {
        var all = new ArrayList<JobId>();
        for (int i = 0; i < 25; i++) {
            all.add(submitted("item-" + i).id());
        }
        Collections.reverse(all);
        var seen = new ArrayList<JobId>();
        Optional<JobId> after = Optional.empty();
        do {
            JobPage page = ledger.jobs(JobFilter.ALL, after, 10);
            page.jobs().forEach(job -> seen.add(job.id()));
            after = page.after();
            submitted("later-" + seen.size());
        } while (after.isPresent());
        assertThat(seen).containsExactlyElementsOf(all);
    }

    @Test
    void filtersNarrowTogether() {
        Job early = ended("a", failure(70, "50% of_it"));
        clock.advance(Duration.ofHours(1));
        Instant later = clock.instant();
        Job late = ended("b", failure(70, "50x of it"));
        Job open = submit(Jobs.request("other", "c")).job();
        assertThat(list(JobFilter.ALL.inStates(State.FAILED))).containsExactly(late.id(), early.id());
        assertThat(list(JobFilter.ALL.inStates(State.FAILED, State.NEW))).hasSize(3);
        assertThat(list(JobFilter.ALL.since(later))).containsExactly(open.id(), late.id());
        assertThat(list(JobFilter.ALL.inCollection("other"))).containsExactly(open.id());
        assertThat(list(JobFilter.ALL.inCollection("other").inStates(State.FAILED)))
                .isEmpty();
        assertThat(list(JobFilter.ALL.ofItem("b"))).containsExactly(late.id());
        assertThat(list(JobFilter.ALL.withError("50% of_"))).containsExactly(early.id());
        assertThat(list(JobFilter.ALL.withError("50"))).hasSize(2);
        assertThat(list(JobFilter.ALL.ofOwner("tester"))).hasSize(3);
        assertThat(ledger.count(JobFilter.ALL, 2)).isEqualTo(2);
        assertThat(ledger.count(JobFilter.ALL.inStates(State.FAILED), 100)).isEqualTo(2);
    }

    /// Databases order texts differently, and read some characters as patterns.
    @Test
    @DisplayName("section 5: errorPrefix is a beginning, whatever characters it has")
    void beginningsOfMessagesAreExact() {
        String last = "\udbff\udfff";
        List<String> messages = List.of(
                "50% of_it",
                "50x of it",
                "50",
                "5",
                "a\\b",
                "a\\%",
                "a!b",
                "a_",
                "ab",
                "AB",
                "ä",
                "z",
                "\ud7ff",
                "\ud7ffx",
                "\ue000",
                "\uffff",
                "\uffff\uffff",
                "x\ud83d\udfff",
                "x\ud83e\udc00",
                "x\uffee",
                last,
                last + last,
                last + "a",
                last.repeat(50),
                "\uffff".repeat(100),
                "y".repeat(120),
                "y".repeat(99) + last);
        var jobs = new LinkedHashMap<JobId, String>();
        for (int i = 0; i < messages.size(); i++) {
            jobs.put(ended("item-" + i, failure(70, messages.get(i))).id(), messages.get(i));
        }
        ended("well", success());
        var prefixes = new ArrayList<>(List.of("%", "_", "50%", "5_", "a\\", "a!", "a\\\\", "x", "b", "\ufffe", " "));
        messages.forEach(message -> {
            prefixes.add(message);
            prefixes.add(message.substring(0, message.offsetByCodePoints(0, 1)));
        });
        for (String prefix : prefixes) {
            List<JobId> expected = jobs.entrySet().stream()
                    .filter(job -> Texts.fit(job.getValue(), Texts.START).startsWith(Texts.fit(prefix, Texts.START)))
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(list(JobFilter.ALL.withError(prefix))).as(prefix).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(ledger.count(JobFilter.ALL.withError(prefix), 100))
                    .as(prefix)
                    .isEqualTo(expected.size());
        }
    }

    @Test
    void jobsAreFoundByTheirCode() {
        Job failed = ended("a", failure(70, "a bug"));
        Job dismissed = ledger.dismiss(submitted("b").id(), SOMEBODY).orElseThrow();
        ended("c", success());
        assertThat(list(JobFilter.ALL.withCode("some-code"))).containsExactly(failed.id());
        assertThat(list(JobFilter.ALL.withCode(Job.DISMISSED))).containsExactly(dismissed.id());
        assertThat(list(JobFilter.ALL.withCode("some"))).isEmpty();
    }

    private List<JobId> list(JobFilter filter) {
        return ledger.jobs(filter, Optional.empty(), 100).jobs().stream()
                .map(Job::id)
                .toList();
    }

    @Test
    @DisplayName("A11: every change of state is an event with time, actor and reason")
    void everyChangeIsAnEvent() {
        Job job = ended("a", failure(75, "lost"));
        ledger.retry(job.id(), SOMEBODY);
        ledger.record(claim(1).getFirst().workflow(), success());
        List<JobEvent> events = ledger.events(job.id());
        assertThat(events)
                .extracting(JobEvent::to)
                .containsExactly(State.NEW, State.PENDING, State.RETRY, State.PENDING, State.DONE);
        assertThat(events)
                .extracting(JobEvent::actor)
                .containsExactly("tester", "controller", "controller", "somebody", "controller");
        assertThat(events).extracting(JobEvent::at).isSorted();
        assertThat(events).extracting(JobEvent::sequence).isSorted();
        assertThat(events.get(2).reason()).contains("lost");
    }

    @Test
    void eventsAreReadOnInTheirOrder() throws Exception {
        long start = ledger.lastEvent();
        concurrently(4, 25, (thread, round) -> submit(Jobs.request("item-%d-%d".formatted(thread, round))));
        clock.advance(Duration.ofMinutes(1));
        var seen = new ArrayList<Long>();
        long last = start;
        while (true) {
            List<JobEvent> events = ledger.eventsAfter(last, 17);
            if (events.isEmpty()) {
                break;
            }
            events.forEach(event -> seen.add(event.sequence()));
            last = seen.getLast();
        }
        assertThat(seen).hasSize(100).isSorted().doesNotHaveDuplicates();
        assertThat(ledger.lastEvent()).isEqualTo(last);
    }

    @Test
    @DisplayName("A30, P81: how deep the queue is")
    void theQueueIsMeasured() {
        assertThat(ledger.queue().waitingTotal()).isZero();
        assertThat(ledger.queue().oldest()).isEmpty();
        Instant first = clock.instant();
        submitted("a");
        clock.advance(Duration.ofSeconds(5));
        submitted("b");
        QueueStats two = ledger.queue();
        assertThat(two.waitingTotal()).isEqualTo(2);
        assertThat(two.oldest()).contains(first);
        claim(1);
        QueueStats one = ledger.queue();
        assertThat(one.waitingTotal()).isEqualTo(1);
        assertThat(one.inHand()).isEqualTo(1);
        assertThat(one.live()).isEqualTo(Map.of(State.NEW, 1L, State.PENDING, 1L));
    }

    @Test
    void hoursAreSummedUp() {
        ended("a", success());
        ended("b", failure(70, "a bug"));
        clock.advance(Duration.ofHours(2));
        ended("c", success());
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(ledger.periods(Period.Length.HOUR, start))
                .containsExactly(
                        new Period(start, 2, Map.of(State.DONE, 1L, State.FAILED, 1L)),
                        new Period(start.plus(Duration.ofHours(2)), 1, Map.of(State.DONE, 1L)));
        assertThat(ledger.periods(Period.Length.DAY, start))
                .containsExactly(new Period(start, 3, Map.of(State.DONE, 2L, State.FAILED, 1L)));
    }

    @Test
    void oldJobsAreForgottenWithTheirHistory() {
        Job old = ended("a", success());
        Job open = submitted("b");
        clock.advance(Duration.ofDays(10));
        Instant before = clock.instant();
        Job young = ended("c", success());
        assertThat(ledger.retire(before, 10)).isEqualTo(1);
        assertThat(ledger.job(old.id())).isEmpty();
        assertThat(ledger.events(old.id())).isEmpty();
        assertThat(ledger.attempts(old.id())).isEmpty();
        assertThat(ledger.retire(before, 10)).isZero();
        assertThat(ledger.job(open.id())).isPresent();
        assertThat(ledger.job(young.id())).isPresent();
    }

    @Test
    void aLedgerIsReady() {
        assertThat(ledger.isReady(Duration.ofSeconds(2))).isTrue();
    }

    // --- all together

    /// Random calls by several threads: at the end each job is in one state, its events are a chain that
    /// the table of transitions allows, and no item has two live jobs.
    @Test
    void historiesAreChains() throws Exception {
        concurrently(4, 60, (thread, round) -> {
            var random = new Random(thread * 1000L + round);
            String item = "item-" + random.nextInt(8);
            switch (random.nextInt(6)) {
                case 0, 1 -> submit(Jobs.request(item));
                case 2, 3 -> ledger.claim("local", Caps.of(100), 2);
                case 4 -> {
                    for (Held held : ledger.held()) {
                        int[] codes = {0, 75, 70, 65};
                        int code = codes[random.nextInt(codes.length)];
                        ledger.record(
                                new WorkflowName(held.job().id(), held.attempt().number()),
                                code == 0 ? success() : failure(code, "code " + code));
                    }
                }
                default -> {
                    for (JobId id : ledger.retriable(JobFilter.ALL, 3)) {
                        if (random.nextBoolean()) {
                            ledger.retryAll(JobFilter.ALL, SOMEBODY, 2);
                        } else {
                            dismissOrLeave(id);
                        }
                    }
                }
            }
            return round;
        });
        Set<String> live = new HashSet<>();
        List<Job> jobs = ledger.jobs(JobFilter.ALL, Optional.empty(), 1000).jobs();
        assertThat(jobs).isNotEmpty();
        for (Job job : jobs) {
            Optional<State> state = Optional.empty();
            for (JobEvent event : ledger.events(job.id())) {
                assertThat(event.from()).isEqualTo(state);
                state = Optional.of(event.to());
            }
            assertThat(Optional.of(job.state())).isEqualTo(state);
            if (job.state().isLive()) {
                assertThat(live.add(job.request().liveKey())).isTrue();
            }
            assertThat(ledger.attempts(job.id())).hasSize(job.attempts());
        }
    }

    private void dismissOrLeave(JobId id) {
        try {
            ledger.dismiss(id, SOMEBODY);
        } catch (ConflictException _) {
            // Another thread was faster.
        }
    }

    @Test
    @DisplayName("A28: threads that are interrupted while they use the ledger leave it in order")
    void interruptedThreadsDoNoHarm() throws InterruptedException {
        int threads = 8;
        int rounds = 25;
        for (int round = 0; round < rounds; round++) {
            var working = new ArrayList<Thread>();
            for (int i = 0; i < threads; i++) {
                String item = "item-%d-%d-".formatted(round, i);
                working.add(Thread.ofPlatform().start(() -> submitUntilInterrupted(item)));
            }
            Thread.sleep(5);
            working.forEach(Thread::interrupt);
            for (Thread thread : working) {
                thread.join();
            }
        }
        Job job = submitted("afterwards");
        ledger.close();
        ledger = Ledgers.open(settings(), clock);
        assertThat(ledger.job(job.id())).isPresent();
    }

    private void submitUntilInterrupted(String item) {
        try {
            for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                submitted(item + i);
            }
        } catch (ZarrgoException _) {
            // Whoever is interrupted gets no answer.
        }
    }
}
