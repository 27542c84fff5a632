package dev.zarrgo.controller.job;

import dev.zarrgo.converter.failure.FailureCode;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What the end of an attempt means for its job.
///
/// Source: rules X6, A19, A22, section 7 of the jobs specification.
///
/// @param delay until the next attempt; empty if there is none by itself
/// @param retriesLeft automatic attempts that are left after a fatal end
/// @param transientTries attempts in a row that a passing failure ended
public record Verdict(State state, Optional<Duration> delay, int retriesLeft, int transientTries) {

    private static final int KILLED = 137;
    private static final int TERMINATED = 143;

    public static Verdict of(Job job, Ending ending, BackOff backOff, RandomGenerator random) {
        return switch (ending) {
            case Ending.Success _ -> new Verdict(State.DONE, Optional.empty(), job.retriesLeft(), 0);
            case Ending.Lost _ -> passing(job, backOff, random);
            case Ending.Failure failure -> {
                if (isUnusable(failure.exitCode())) {
                    yield new Verdict(State.INVALID, Optional.empty(), job.retriesLeft(), job.transientTries());
                }
                yield isPassing(failure) ? passing(job, backOff, random) : fatal(job, job.transientTries());
            }
        };
    }

    private static boolean isUnusable(int exitCode) {
        return exitCode == FailureCode.USAGE.exitCode()
                || exitCode == FailureCode.SOURCE_CORRUPT.exitCode()
                || exitCode == FailureCode.SOURCE_NOT_FOUND.exitCode();
    }

    /// Whether another attempt may succeed without anybody's help: `EIO` counts (rule A19), a result that
    /// is not what was meant does not.
    private static boolean isPassing(Ending.Failure failure) {
        return switch (failure.exitCode()) {
            case 75, KILLED, TERMINATED, 130 -> true;
            case 74 -> !failure.code().equals(Optional.of(FailureCode.OUTPUT_INVALID.id()));
            default -> false;
        };
    }

    private static Verdict passing(Job job, BackOff backOff, RandomGenerator random) {
        int tries = job.transientTries() + 1;
        return tries < backOff.maxTries()
                ? new Verdict(State.RETRY, Optional.of(backOff.delay(tries, random)), job.retriesLeft(), tries)
                : fatal(job, tries);
    }

    /// Another attempt at once where the request asked for some, then the end.
    private static Verdict fatal(Job job, int tries) {
        if (job.retriesLeft() > 0) {
            return new Verdict(State.RETRY, Optional.of(Duration.ZERO), job.retriesLeft() - 1, 0);
        }
        State end = job.request().retriable() ? State.RETRY : State.FAILED;
        return new Verdict(end, Optional.empty(), 0, tries);
    }
}
