package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.store.Location;

/// What was made.
///
/// @param id what the product calls itself, which is not the name of its store (rule I23)
/// @param rawBytes decoded size of all arrays
/// @param storedBytes size of all objects, metadata included
/// @param objects objects written
public record SampleReport(Location target, String id, long rawBytes, long storedBytes, long objects) {}
