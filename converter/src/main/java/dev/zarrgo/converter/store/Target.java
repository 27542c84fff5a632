package dev.zarrgo.converter.store;

import java.util.List;
import java.util.Optional;

/// A place where a store is made, or replaced, as a whole, by one writer at a time.
///
/// A new store is written where it will stay; whoever reads it knows by its last object whether it is
/// complete. A replacement is written beside the old one and takes its place when it is complete.
///
/// Source: rules R81 to R84.
public interface Target extends AutoCloseable {

    /// What is added to the name of a store for its lock.
    String LOCK = ".lock";

    /// What is added to the name of a store, before a run's own part, for a replacement in the making.
    String TEMPORARY = ".tmp-";

    /// What is added to the name of a store for the record of a run.
    String RUN = ".run.json";

    Location location();

    /// Whether there is anything at the target.
    boolean exists();

    /// What a run that was interrupted here has finished.
    Optional<RunRecord> interrupted();

    /// A store for the new content, without what an interrupted run has left.
    WritableStore begin();

    /// The store of the interrupted run, to go on with.
    ///
    /// @throws IllegalStateException if there is no such run
    WritableStore resume();

    /// Notes what is finished, for a later run that goes on with it.
    void record(RunRecord run);

    /// Puts the new content in the place of the old one, and removes that and the record.
    void publish();

    /// Removes what an interrupted run has left, finished or not.
    void discard();

    /// Leaves the new content, unpublished, for a run that goes on with it.
    void keep();

    /// What a person should know about how this target is protected.
    List<String> warnings();

    /// Removes the new content unless it was published or is kept, and gives the lock back.
    @Override
    void close();
}
