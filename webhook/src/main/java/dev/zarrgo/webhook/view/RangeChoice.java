package dev.zarrgo.webhook.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a `Range` header comes to for an object of a known size.
///
/// Source: RFC 9110 section 14.
sealed interface RangeChoice {

    /// The header is absent, not understood, or asks for more than the object.
    record Whole() implements RangeChoice {}

    /// In the order in which they were asked for.
    record Parts(List<ByteRange> ranges) implements RangeChoice {
        public Parts {
            ranges = List.copyOf(ranges);
        }
    }

    /// No part lies in the object.
    record Unsatisfiable() implements RangeChoice {}

    /// More parts than this in one request are not a reader's.
    int MAX_PARTS = 64;

    Pattern PART = Pattern.compile("\\s*(?:(\\d{1,18})-(\\d{1,18})?|-(\\d{1,18}))\\s*");

    static RangeChoice of(Optional<String> header, long size) {
        String text = header.orElse("");
        if (!text.regionMatches(true, 0, "bytes=", 0, 6)) {
            return new Whole();
        }
        String[] specifications = text.substring(6).split(",", -1);
        if (specifications.length > MAX_PARTS) {
            return new Unsatisfiable();
        }
        var ranges = new ArrayList<ByteRange>();
        for (String specification : specifications) {
            Matcher part = PART.matcher(specification);
            if (!part.matches() || isReversed(part)) {
                return new Whole();
            }
            range(part, size).ifPresent(ranges::add);
        }
        if (ranges.isEmpty()) {
            return new Unsatisfiable();
        }
        boolean overlapping = ranges.size() > 1
                && ranges.stream().mapToLong(ByteRange::length).sum() > size;
        return overlapping ? new Whole() : new Parts(ranges);
    }

    private static boolean isReversed(Matcher part) {
        return part.group(2) != null && Long.parseLong(part.group(2)) < Long.parseLong(part.group(1));
    }

    private static Optional<ByteRange> range(Matcher part, long size) {
        if (part.group(3) != null) {
            long suffix = Math.min(Long.parseLong(part.group(3)), size);
            return suffix == 0 ? Optional.empty() : Optional.of(new ByteRange(size - suffix, size - 1));
        }
        long first = Long.parseLong(part.group(1));
        if (first >= size) {
            return Optional.empty();
        }
        long last = part.group(2) == null ? size - 1 : Math.min(Long.parseLong(part.group(2)), size - 1);
        return Optional.of(new ByteRange(first, last));
    }
}
