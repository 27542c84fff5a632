package dev.zarrgo.controller.job;

import java.util.EnumSet;
import java.util.Set;

/// The table of states: which change may lead from where to where.
///
/// Source: section 7 of the jobs specification.
public final class Transitions {

    private static final Set<State> NONE = Set.of();
    private static final Set<State> ENDS_OF_ATTEMPTS = Set.of(State.DONE, State.RETRY, State.FAILED, State.INVALID);

    private Transitions() {}

    public static boolean allows(Change change, State from, State to) {
        return targets(change, from).contains(to);
    }

    /// Where a change may lead to from a state; nowhere where it is refused (409).
    public static Set<State> targets(Change change, State from) {
        return switch (change) {
            case CLAIM ->
                switch (from) {
                    // A job that somebody sent back to the queue is PENDING already.
                    case NEW, PENDING, RETRY -> Set.of(State.PENDING);
                    case DONE, FAILED, INVALID -> NONE;
                };
            case OUTCOME -> from == State.PENDING ? ENDS_OF_ATTEMPTS : NONE;
            case RETRY -> from == State.RETRY ? Set.of(State.PENDING) : NONE;
            case SETTLE ->
                switch (from) {
                    case PENDING -> ENDS_OF_ATTEMPTS;
                    case RETRY -> Set.of(State.DONE, State.FAILED);
                    case NEW, DONE, FAILED, INVALID -> NONE;
                };
            case DISMISS -> from.isLive() ? Set.of(State.FAILED) : NONE;
            case FORCE -> EnumSet.complementOf(EnumSet.of(from));
        };
    }
}
