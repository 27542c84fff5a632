package dev.zarrgo.converter.product;

/// What kind of product a hierarchy is (rule I13).
public sealed interface Product {

    /// Sentinel-2, with its processing level.
    record SentinelTwo(ProcessingLevel level) implements Product {}

    /// A kind that is recognised, and not converted.
    record Other(String name) implements Product {}

    /// Processing level of Sentinel-2.
    enum ProcessingLevel {
        L1C,
        L2A
    }
}
