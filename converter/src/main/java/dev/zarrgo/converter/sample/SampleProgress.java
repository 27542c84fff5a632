package dev.zarrgo.converter.sample;

/// Is told how far a sample is. Called by one thread at a time, with growing numbers; should be quick.
@FunctionalInterface
public interface SampleProgress {

    /// @param doneBytes decoded bytes encoded so far
    /// @param totalBytes decoded bytes of all chunks
    void advanced(long doneBytes, long totalBytes);
}
