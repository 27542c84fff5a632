package dev.zarrgo.converter.fuzz;

import java.util.Random;

/// A part of the converter, and how to damage what it reads. Used by one thread.
interface Layer extends AutoCloseable {

    /// @param random decides everything
    Attempt attempt(Random random);

    @Override
    default void close() {
        // Most hold memory only.
    }
}
