package dev.zarrgo.converter.check;

/// What was read of a product.
///
/// @param arrays arrays all of whose chunks decode
/// @param chunks chunks that decode
/// @param missingChunks chunks that are not stored and need not be, because they are all fill value
/// @param bytes decoded bytes
public record ProductReport(int arrays, long chunks, long missingChunks, long bytes) {}
