package dev.zarrgo.converter.store;

/// What is known of an object that was written.
///
/// @param size in bytes
/// @param checksum CRC-32C of its bytes
public record StoredObject(long size, int checksum) {}
