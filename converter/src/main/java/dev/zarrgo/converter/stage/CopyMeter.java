package dev.zarrgo.converter.stage;

/// Is told how far a copy is, from several threads.
public interface CopyMeter {

    /// @param objects that the product has
    /// @param bytes of all of them
    void found(int objects, long bytes);

    /// An object is at the target now, or was there before.
    void done(long bytes);
}
