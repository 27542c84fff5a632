package dev.zarrgo.converter.fuzz;

import java.util.Map;

/// One damaged input, and what is done with it.
interface Attempt {

    /// What is damaged, by name: for a person who looks into a failure.
    Map<String, byte[]> input();

    /// Bytes that the thread may allocate.
    long maxBytes();

    /// Reads the input.
    ///
    /// @return whether it was accepted; else it was refused in a way that is allowed
    /// @throws AssertionError if something came out that must not
    boolean run();
}
