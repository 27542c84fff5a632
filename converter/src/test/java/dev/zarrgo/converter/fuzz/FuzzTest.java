package dev.zarrgo.converter.fuzz;

import org.junit.jupiter.api.Test;

/// Damaged input, layer by layer: nothing crashes, hangs, takes much memory, or succeeds by half.
///
/// `-Dfuzz.cases=1000000` runs more cases than a build does, `-Dfuzz.seed=N` others. A failure prints how
/// to run its case alone, and becomes a named example in the test of the class that was wrong.
class FuzzTest {

    @Test
    void chunks() {
        Fuzzer.run("chunks", 0.5, ChunkLayer::new);
    }

    @Test
    void arrays() {
        Fuzzer.run("arrays", 0.2, ArrayLayer::new);
    }

    @Test
    void hierarchies() {
        Fuzzer.run("hierarchies", 0.2, HierarchyLayer::new);
    }

    @Test
    void archives() {
        Fuzzer.run("archives", 0.06, ArchiveLayer::new);
    }

    @Test
    void stores() {
        Fuzzer.run("stores", 0.02, StoreLayer::new);
    }

    @Test
    void conversions() {
        Fuzzer.run("conversions", 0.02, ConversionLayer::new);
    }
}
