package dev.zarrgo.converter.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Damaged input, layer by layer: nothing crashes, hangs, takes much memory, or succeeds by half.
///
/// `-Dfuzz.cases=1000000` runs more cases than a build does, `-Dfuzz.seed=N` others. A failure prints how
/// to run its case alone, and becomes a named example in the test of the class that was wrong.
class FuzzTest {

    private static void assertBoth(Fuzzer.Outcome outcome) {
        assertThat(outcome.accepted() + outcome.refused()).isPositive();
    }

    @Test
    void chunks() {
        assertBoth(Fuzzer.run("chunks", 0.5, ChunkLayer::new));
    }

    @Test
    void arrays() {
        assertBoth(Fuzzer.run("arrays", 0.2, ArrayLayer::new));
    }

    @Test
    void hierarchies() {
        assertBoth(Fuzzer.run("hierarchies", 0.2, HierarchyLayer::new));
    }

    @Test
    void conversions() {
        assertBoth(Fuzzer.run("conversions", 0.02, ConversionLayer::new));
    }

    @Test
    void stores() {
        assertBoth(Fuzzer.run("stores", 0.03, StoreLayer::new));
    }

    @Test
    void archives() {
        assertBoth(Fuzzer.run("archives", 0.1, ArchiveLayer::new));
    }
}
