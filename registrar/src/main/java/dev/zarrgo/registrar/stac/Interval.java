package dev.zarrgo.registrar.stac;

import java.time.Instant;
import java.util.Optional;

/// From one moment to another, both included.
public record Interval(Instant start, Instant end) {

    public Interval {
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("%s is before %s".formatted(end, start));
        }
    }

    /// @return empty unless both are times, the end not before the start
    static Optional<Interval> parse(String start, String end) {
        return Times.parse(start)
                .flatMap(first ->
                        Times.parse(end).filter(last -> !last.isBefore(first)).map(last -> new Interval(first, last)));
    }

    public boolean intersects(Interval other) {
        return !start.isAfter(other.end) && !other.start.isAfter(end);
    }
}
