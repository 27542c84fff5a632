package dev.zarrgo.converter.report;

import dev.zarrgo.converter.convert.Timeline;
import dev.zarrgo.converter.convert.Timeline.Span;
import dev.zarrgo.converter.convert.Timeline.Track;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The chain of work that a run could not have been shorter than, with these threads: going back from the
/// end, each piece follows the one of the same thread or of the same array that ended last before it.
public final class CriticalPath {

    private record Work(Track track, Span span) {}

    private final List<Work> byEnd;

    private CriticalPath(Timeline timeline) {
        var all = new ArrayList<Work>();
        timeline.tracks().forEach(track -> track.spans().stream()
                .filter(span -> !span.stage().isWait())
                .forEach(span -> all.add(new Work(track, span))));
        all.sort(Comparator.comparingLong(work -> work.span().endNanos()));
        this.byEnd = all;
    }

    /// First to last, neighbours of the same kind and array as one; empty if nothing was done.
    public static List<Span> of(Timeline timeline) {
        return new CriticalPath(timeline).spans();
    }

    private List<Span> spans() {
        Deque<Span> path = new ArrayDeque<>();
        int at = byEnd.size() - 1;
        while (at >= 0) {
            Work work = byEnd.get(at);
            prepend(path, work.span());
            at = predecessor(at, work).orElse(-1);
        }
        return List.copyOf(path);
    }

    private static void prepend(Deque<Span> path, Span span) {
        Span next = path.peekFirst();
        if (next != null && next.stage() == span.stage() && next.array().equals(span.array())) {
            path.removeFirst();
            path.addFirst(new Span(
                    span.stage(), span.array(), span.startNanos(), next.endNanos(), span.cpuNanos() + next.cpuNanos()));
        } else {
            path.addFirst(span);
        }
    }

    private Optional<Integer> predecessor(int position, Work work) {
        for (int i = position - 1; i >= 0; i--) {
            Work earlier = byEnd.get(i);
            if (earlier.span().endNanos() <= work.span().startNanos() && isCause(earlier, work)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /// What happens outside the workers waits for all of them, and they for it.
    private static boolean isCause(Work earlier, Work later) {
        return earlier.track() == later.track()
                || !earlier.track().isWorker()
                || !later.track().isWorker()
                || (!later.span().array().isEmpty()
                        && later.span().array().equals(earlier.span().array()));
    }
}
