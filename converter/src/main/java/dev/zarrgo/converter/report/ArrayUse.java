package dev.zarrgo.converter.report;

import dev.zarrgo.converter.convert.Timeline;
import dev.zarrgo.converter.convert.Timeline.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What was done for one array of the target.
///
/// @param spans in order of time, of whatever thread; none if its turn never came, or if it has no chunks
public record ArrayUse(String path, Timeline.Account account, List<Span> spans) {

    public ArrayUse {
        spans = List.copyOf(spans);
    }

    /// All arrays that were to be written, by path.
    public static List<ArrayUse> of(Timeline timeline) {
        Map<String, List<Span>> byArray = new HashMap<>();
        timeline.tracks().forEach(track -> track.spans().stream()
                .filter(span -> !span.array().isEmpty())
                .forEach(span -> byArray.computeIfAbsent(span.array(), _ -> new ArrayList<>())
                        .add(span)));
        byArray.values().forEach(spans -> spans.sort(Comparator.comparingLong(Span::startNanos)));
        return timeline.accounts().entrySet().stream()
                .map(account -> new ArrayUse(
                        account.getKey(), account.getValue(), byArray.getOrDefault(account.getKey(), List.of())))
                .toList();
    }

    /// Time of all threads.
    public long busyNanos() {
        return spans.stream().mapToLong(Span::nanos).sum();
    }

    /// From the first piece of work to the end of the last one.
    public long wallNanos() {
        return spans.stream().mapToLong(Span::endNanos).max().orElse(0)
                - spans.stream().mapToLong(Span::startNanos).min().orElse(0);
    }
}
