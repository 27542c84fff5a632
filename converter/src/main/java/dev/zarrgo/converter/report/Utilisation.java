package dev.zarrgo.converter.report;

import dev.zarrgo.converter.convert.Timeline;
import dev.zarrgo.converter.convert.Timeline.Span;
import dev.zarrgo.converter.convert.Timeline.Stage;
import dev.zarrgo.converter.convert.Timeline.Track;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/// How busy the workers were in the course of a run.
///
/// @param stepNanos length of one step
/// @param shares for each kind of work or waiting that occurred, its share of the workers' time in each
///     step, from 0 to 1
public record Utilisation(long stepNanos, Map<Stage, List<Double>> shares) {

    /// Steps that a run is divided into.
    public static final int STEPS = 60;

    public Utilisation {
        shares = Collections.unmodifiableMap(new EnumMap<>(shares));
    }

    /// @param wallNanos of the run
    public static Utilisation of(Timeline timeline, long wallNanos) {
        long step = Math.max(1, Math.ceilDiv(wallNanos, STEPS));
        List<Track> workers = timeline.tracks().stream().filter(Track::isWorker).toList();
        var nanos = new EnumMap<Stage, double[]>(Stage.class);
        for (Track worker : workers) {
            for (Span span : worker.spans()) {
                add(span, step, nanos.computeIfAbsent(span.stage(), _ -> new double[STEPS]));
            }
        }
        var shares = new EnumMap<Stage, List<Double>>(Stage.class);
        nanos.forEach((stage, sums) -> shares.put(
                stage,
                DoubleStream.of(sums)
                        .map(sum -> Math.min(1, sum / ((double) step * workers.size())))
                        .boxed()
                        .toList()));
        return new Utilisation(step, shares);
    }

    private static void add(Span span, long step, double[] sums) {
        for (int i = (int) (span.startNanos() / step); i < STEPS && i * step < span.endNanos(); i++) {
            long start = Math.max(span.startNanos(), i * step);
            long end = Math.min(span.endNanos(), (i + 1) * step);
            sums[i] += Math.max(0, end - start);
        }
    }
}
