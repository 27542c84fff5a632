package dev.zarrgo.controller.ledger;

import dev.zarrgo.controller.job.JobId;
import dev.zarrgo.controller.job.Kind;
import dev.zarrgo.controller.job.State;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Which jobs are meant. An empty criterion leaves all.
///
/// @param since created at this time or later
/// @param until created before this time
/// @param code of a failure, or `dismissed`, `folded`
/// @param errorPrefix beginning of the message
public record JobFilter(
        Set<State> states,
        Optional<Kind> kind,
        Optional<String> collection,
        Optional<String> itemId,
        Optional<String> owner,
        Optional<JobId> parent,
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<String> code,
        Optional<String> errorPrefix) {

    public static final JobFilter ALL = new JobFilter(
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public JobFilter {
        states = Set.copyOf(states);
    }

    public JobFilter inStates(State... wanted) {
        return new JobFilter(Set.of(wanted), kind, collection, itemId, owner, parent, since, until, code, errorPrefix);
    }

    public JobFilter inCollection(String wanted) {
        return new JobFilter(states, kind, Optional.of(wanted), itemId, owner, parent, since, until, code, errorPrefix);
    }

    public JobFilter ofItem(String wanted) {
        return new JobFilter(
                states, kind, collection, Optional.of(wanted), owner, parent, since, until, code, errorPrefix);
    }

    public JobFilter ofOwner(String wanted) {
        return new JobFilter(
                states, kind, collection, itemId, Optional.of(wanted), parent, since, until, code, errorPrefix);
    }

    public JobFilter madeBy(JobId wanted) {
        return new JobFilter(
                states, kind, collection, itemId, owner, Optional.of(wanted), since, until, code, errorPrefix);
    }

    public JobFilter since(Instant time) {
        return new JobFilter(
                states, kind, collection, itemId, owner, parent, Optional.of(time), until, code, errorPrefix);
    }

    public JobFilter withError(String prefix) {
        return new JobFilter(states, kind, collection, itemId, owner, parent, since, until, code, Optional.of(prefix));
    }

    public JobFilter withCode(String wanted) {
        return new JobFilter(
                states, kind, collection, itemId, owner, parent, since, until, Optional.of(wanted), errorPrefix);
    }
}
