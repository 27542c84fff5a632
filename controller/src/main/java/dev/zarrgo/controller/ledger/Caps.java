package dev.zarrgo.controller.ledger;

import dev.zarrgo.controller.job.Lane;
import java.util.Map;

/// How many jobs may be in hand at a time.
///
/// Source: rule P15.
///
/// @param total over all of them
/// @param lanes of a lane; one that is missing has no cap of its own
/// @param collections of a collection; one that is missing has no cap of its own
/// @param eachCollection of every collection that `collections` does not name
public record Caps(int total, Map<Lane, Integer> lanes, Map<String, Integer> collections, int eachCollection) {

    public static final int DEFAULT_TOTAL = 50;

    public Caps {
        lanes = Map.copyOf(lanes);
        collections = Map.copyOf(collections);
        if (total < 1 || eachCollection < 1) {
            throw new IllegalArgumentException("a cap is at least 1");
        }
    }

    /// Only a cap on all together.
    public static Caps of(int total) {
        return new Caps(total, Map.of(), Map.of(), Integer.MAX_VALUE);
    }

    int of(Lane lane) {
        return lanes.getOrDefault(lane, Integer.MAX_VALUE);
    }

    int of(String collection) {
        return collections.getOrDefault(collection, eachCollection);
    }
}
