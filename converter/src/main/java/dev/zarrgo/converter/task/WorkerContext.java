package dev.zarrgo.converter.task;

/// What one worker thread brings along: buffers and native contexts that are not shared.
public interface WorkerContext extends AutoCloseable {

    /// Is told that the thread had nothing to do.
    ///
    /// @param start as [System#nanoTime()]
    /// @param end as [System#nanoTime()]
    default void waited(Wait wait, long start, long end) {}

    @Override
    void close();
}
