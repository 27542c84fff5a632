package dev.zarrgo.converter.sample;

/// The detectors that saw a tile: neighbours among the twelve of the instrument.
///
/// @param count from 1 to 10
record Detectors(int count) {

    private static final int LAST = 10;

    Detectors {
        if (count < 1 || count > LAST) {
            throw new IllegalArgumentException("%d detectors".formatted(count));
        }
    }

    /// From 1 to 12.
    int number(int index) {
        return LAST - count + 1 + index;
    }
}
