package dev.zarrgo.converter.task;

/// What one worker thread brings along: buffers and native contexts that are not shared.
public interface WorkerContext extends AutoCloseable {

    @Override
    void close();
}
