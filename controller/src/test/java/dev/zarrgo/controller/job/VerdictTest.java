package dev.zarrgo.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.failure.FailureCode;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the end of an attempt means, for each exit code of rule X6.
class VerdictTest {

    private static final BackOff BACK_OFF = BackOff.DEFAULT;

    private static Verdict verdict(Job job, Ending ending) {
        return Verdict.of(job, ending, BACK_OFF, new Random(1));
    }

    private static Ending failure(int exitCode) {
        return new Ending.Failure(exitCode, Optional.empty(), "said so", Optional.empty());
    }

    private static Job job() {
        return Jobs.inHand(Jobs.request("a"), 0, 0);
    }

    @ParameterizedTest(name = "exit code {0} makes a job {1}")
    @CsvSource({
        "1, FAILED",
        "64, INVALID",
        "65, INVALID",
        "66, INVALID",
        "69, FAILED",
        "70, FAILED",
        "71, FAILED",
        "73, FAILED",
        "74, RETRY",
        "75, RETRY",
        "77, FAILED",
        "78, FAILED",
        "130, RETRY",
        "137, RETRY",
        "143, RETRY",
        "2, FAILED",
        "127, FAILED"
    })
    @DisplayName("X6, A19, A22: the exit code decides")
    void theExitCodeDecides(int exitCode, State state) {
        Verdict verdict = verdict(job(), failure(exitCode));
        assertThat(verdict.state()).isEqualTo(state);
        assertThat(verdict.delay().isPresent()).isEqualTo(state == State.RETRY);
    }

    @Test
    void successIsDone() {
        assertThat(verdict(job(), new Ending.Success(Optional.empty())).state()).isEqualTo(State.DONE);
    }

    @Test
    @DisplayName("A22: a workflow that vanished is tried again by itself")
    void aLostWorkflowIsTriedAgain() {
        Verdict verdict = verdict(job(), new Ending.Lost("workflow-missing", "gone"));
        assertThat(verdict.state()).isEqualTo(State.RETRY);
        assertThat(verdict.delay()).isPresent();
    }

    @Test
    void aWrongResultIsNoPassingFailure() {
        var ending = new Ending.Failure(
                74, Optional.of(FailureCode.OUTPUT_INVALID.id()), "not what was meant", Optional.empty());
        assertThat(verdict(job(), ending).state()).isEqualTo(State.FAILED);
    }

    @Test
    @DisplayName("A19: the end of a retriable job waits for an operator")
    void aRetriableJobWaitsForAnOperator() {
        Job job = Jobs.inHand(Jobs.request("c", "a", Lane.NORMAL, 0, true), 0, 0);
        Verdict verdict = verdict(job, failure(70));
        assertThat(verdict.state()).isEqualTo(State.RETRY);
        assertThat(verdict.delay()).isEmpty();
    }

    @Test
    @DisplayName("case 5 of section 13: retry_count 2 gives two attempts by themselves, then the end")
    void fatalEndsUseUpTheRetries() {
        JobRequest request = Jobs.request("c", "a", Lane.NORMAL, 2, true);
        Verdict first = verdict(Jobs.inHand(request, 2, 0), failure(70));
        assertThat(first.retriesLeft()).isEqualTo(1);
        assertThat(first.delay()).isPresent();
        Verdict second = verdict(Jobs.inHand(request, 1, 0), failure(70));
        assertThat(second.retriesLeft()).isZero();
        assertThat(second.delay()).isPresent();
        Verdict third = verdict(Jobs.inHand(request, 0, 0), failure(70));
        assertThat(third.state()).isEqualTo(State.RETRY);
        assertThat(third.delay()).isEmpty();
    }

    @Test
    @DisplayName("A19: fifteen tries, then the end is fatal")
    void passingFailuresAreBounded() {
        int tries = 0;
        State state = State.RETRY;
        int inARow = 0;
        while (state == State.RETRY) {
            Verdict verdict = verdict(Jobs.inHand(Jobs.request("a"), 0, inARow), failure(75));
            state = verdict.state();
            inARow = verdict.transientTries();
            tries++;
        }
        assertThat(state).isEqualTo(State.FAILED);
        assertThat(tries).isEqualTo(15);
    }

    @Property
    void aWaitIsLongerEachTimeAndBounded(@ForAll @IntRange(min = 1, max = 100) int failures, @ForAll long seed) {
        Duration wait = BACK_OFF.delay(failures, new Random(seed));
        Duration full = new BackOff(BACK_OFF.first(), BACK_OFF.longest(), 0, 15).delay(failures, new Random(seed));
        assertThat(wait).isBetween(full.multipliedBy(8).dividedBy(10).minusMillis(1), full);
        assertThat(full).isLessThanOrEqualTo(BACK_OFF.longest());
        assertThat(full).isGreaterThanOrEqualTo(BACK_OFF.first());
    }
}
