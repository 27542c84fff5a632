package dev.zarrgo.converter.report;

import dev.zarrgo.converter.convert.Timeline;
import dev.zarrgo.converter.convert.Timeline.Span;
import dev.zarrgo.converter.convert.Timeline.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// How much time one kind of work took.
///
/// @param wallNanos during which at least one thread was at it
/// @param threadNanos of all threads together
/// @param cpuNanos that a processor was at it; 0 if that was not measured
/// @param spans pieces of work
public record StageUse(Stage stage, long wallNanos, long threadNanos, long cpuNanos, int spans) {

    /// Of the stages that occurred, in the order of a run.
    public static List<StageUse> of(Timeline timeline) {
        var uses = new ArrayList<StageUse>();
        for (Stage stage : Stage.values()) {
            List<Span> spans = timeline.tracks().stream()
                    .flatMap(track -> track.spans().stream())
                    .filter(span -> span.stage() == stage)
                    .sorted(Comparator.comparingLong(Span::startNanos))
                    .toList();
            if (!spans.isEmpty()) {
                uses.add(new StageUse(
                        stage,
                        covered(spans),
                        spans.stream().mapToLong(Span::nanos).sum(),
                        spans.stream().mapToLong(Span::cpuNanos).sum(),
                        spans.size()));
            }
        }
        return List.copyOf(uses);
    }

    private static long covered(List<Span> byStart) {
        long covered = 0;
        long end = Long.MIN_VALUE;
        for (Span span : byStart) {
            covered += Math.max(0, span.endNanos() - Math.max(end, span.startNanos()));
            end = Math.max(end, span.endNanos());
        }
        return covered;
    }
}
