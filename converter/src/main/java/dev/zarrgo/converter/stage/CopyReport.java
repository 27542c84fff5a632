package dev.zarrgo.converter.stage;

/// What a copy came to.
///
/// @param objects of the product
/// @param bytes of the product
/// @param copied objects that were not at the target before
public record CopyReport(int objects, long bytes, int copied) {}
