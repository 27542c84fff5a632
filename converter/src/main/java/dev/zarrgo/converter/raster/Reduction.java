package dev.zarrgo.converter.raster;

/// How a block of pixels becomes one pixel of a coarser level.
///
/// Source: rules R49 to R53.
public enum Reduction {
    /// Mean of the valid pixels; integers round half to even.
    MEAN,
    /// Top-left pixel, for class maps.
    NEAREST,
    /// Bitwise OR, for bit flags.
    BITWISE_OR,
    /// Largest value, for ordinal masks.
    MAXIMUM
}
