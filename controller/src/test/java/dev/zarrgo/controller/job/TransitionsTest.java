package dev.zarrgo.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The whole table of states, cell by cell, as the specification has it.
class TransitionsTest {

    /// One line for each change and state: what it may become.
    private static final String TABLE = """
            CLAIM   NEW     PENDING
            CLAIM   PENDING PENDING
            CLAIM   RETRY   PENDING
            CLAIM   DONE
            CLAIM   FAILED
            CLAIM   INVALID
            OUTCOME NEW
            OUTCOME PENDING DONE RETRY FAILED INVALID
            OUTCOME RETRY
            OUTCOME DONE
            OUTCOME FAILED
            OUTCOME INVALID
            RETRY   NEW
            RETRY   PENDING
            RETRY   RETRY   PENDING
            RETRY   DONE
            RETRY   FAILED
            RETRY   INVALID
            SETTLE  NEW
            SETTLE  PENDING DONE RETRY FAILED INVALID
            SETTLE  RETRY   DONE FAILED
            SETTLE  DONE
            SETTLE  FAILED
            SETTLE  INVALID
            DISMISS NEW     FAILED
            DISMISS PENDING FAILED
            DISMISS RETRY   FAILED
            DISMISS DONE
            DISMISS FAILED
            DISMISS INVALID
            FORCE   NEW     PENDING DONE RETRY FAILED INVALID
            FORCE   PENDING NEW DONE RETRY FAILED INVALID
            FORCE   DONE    NEW PENDING RETRY FAILED INVALID
            FORCE   RETRY   NEW PENDING DONE FAILED INVALID
            FORCE   FAILED  NEW PENDING DONE RETRY INVALID
            FORCE   INVALID NEW PENDING DONE RETRY FAILED
            """;

    @Test
    @DisplayName("every cell of the table (jobs specification, section 7)")
    void theTableIsThatOfTheSpecification() {
        var actual = new ArrayList<String>();
        for (Change change : Change.values()) {
            for (State from : State.values()) {
                var line = new StringBuilder("%-7s %-7s".formatted(change, from));
                for (State to : State.values()) {
                    if (Transitions.allows(change, from, to)) {
                        line.append(' ').append(to);
                    }
                }
                actual.add(line.toString().strip());
            }
        }
        List<String> expected = TABLE.lines().map(String::strip).toList();
        assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Property
    void nothingButForceLeavesAnEnd(@ForAll Change change, @ForAll State from) {
        if (!from.isLive() && change != Change.FORCE) {
            assertThat(Transitions.targets(change, from)).isEmpty();
        }
    }

    @Property
    void onlyAClaimMayLeaveAStateAsItIs(@ForAll Change change, @ForAll State state) {
        assertThat(Transitions.allows(change, state, state))
                .isEqualTo(change == Change.CLAIM && state == State.PENDING);
    }
}
