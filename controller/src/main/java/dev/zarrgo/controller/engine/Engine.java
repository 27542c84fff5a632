package dev.zarrgo.controller.engine;

import dev.zarrgo.controller.workflow.Workflow;
import dev.zarrgo.converter.failure.RefusedException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs workflows. It is disposable: what it forgets, the ledger tries again.
///
/// Workflows are known by name. All calls may be repeated, and may come from several threads.
///
/// Every call throws [UnavailableException] if the engine gives no answer now.
public interface Engine extends AutoCloseable {

    /// `local` or `argo`.
    String name();

    /// Takes a workflow. One that has the same name and is there already stays as it is.
    ///
    /// @throws RefusedException if it will never take this one, for example for want of permission
    void submit(Workflow workflow);

    /// How workflows stand. One without an answer is not there, and was not there when the call began: it
    /// was never submitted, or it vanished.
    Map<String, Observation> observe(Collection<String> names);

    /// Workflows that were not made by the controller, running ones and ended ones that nobody
    /// [released][#release] yet.
    List<ForeignWorkflow> foreign();

    /// Ends a workflow before its time. Without effect on one that has ended or is not there.
    void end(String name);

    /// The ledger has recorded how the workflow ended: the engine may forget it, when its time has come.
    /// Its logs can be read for as long as the engine's settings say.
    void release(String name);

    /// What a step has printed, or prints; the caller closes it.
    ///
    /// @param follow whether the stream goes on until the step ends
    /// @return empty if there is nothing (any more)
    Optional<InputStream> log(String name, String step, Follow follow);

    /// Has `listener` called soon after a workflow changed. It may be called too often, and it may not be
    /// called where a change was missed.
    void onChange(Runnable listener);

    /// What a reader of a log waits for.
    enum Follow {
        /// Nothing: it takes what is there.
        NO,
        /// The end of the step.
        YES
    }

    /// Stops watching. Workflows go on.
    @Override
    void close();
}
