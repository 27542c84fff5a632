package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.convert.ConversionReport.Limit;
import dev.zarrgo.converter.convert.Timeline.Span;
import dev.zarrgo.converter.convert.Timeline.Stage;
import dev.zarrgo.converter.convert.Timeline.Track;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What the threads of a run did with their time, in sums.
///
/// @param workers threads that shared the pixels
/// @param pixelNanos from the beginning of the first piece of their work to the end of the last one
/// @param workerNanos of all workers together, by what they did; what is missing to `workers` x
///     `pixelNanos` went to what is not recorded, such as allocating and waiting for a processor
/// @param otherNanos before and after the workers
public record TimeUse(int workers, long pixelNanos, Map<Stage, Long> workerNanos, Map<Stage, Long> otherNanos) {

    public TimeUse {
        workerNanos = Collections.unmodifiableMap(new EnumMap<>(workerNanos));
        otherNanos = Collections.unmodifiableMap(new EnumMap<>(otherNanos));
    }

    /// @param timeline of threads that have ended
    public static TimeUse of(Timeline timeline) {
        List<Track> workers = timeline.tracks().stream().filter(Track::isWorker).toList();
        List<Track> others =
                timeline.tracks().stream().filter(track -> !track.isWorker()).toList();
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Track worker : workers) {
            if (!worker.spans().isEmpty()) {
                first = Math.min(first, worker.spans().getFirst().startNanos());
                last = Math.max(last, worker.spans().getLast().endNanos());
            }
        }
        return new TimeUse(workers.size(), Math.max(0, last - first), sums(workers), sums(others));
    }

    private static Map<Stage, Long> sums(List<Track> tracks) {
        var sums = new EnumMap<Stage, Long>(Stage.class);
        for (Stage stage : Stage.values()) {
            sums.put(stage, 0L);
        }
        for (Track track : tracks) {
            for (Span span : track.spans()) {
                sums.merge(span.stage(), span.nanos(), Long::sum);
            }
        }
        return sums;
    }

    public long workerNanos(Stage... stages) {
        return sum(workerNanos, stages);
    }

    public long otherNanos(Stage... stages) {
        return sum(otherNanos, stages);
    }

    private static long sum(Map<Stage, Long> nanos, Stage... stages) {
        long sum = 0;
        for (Stage stage : stages) {
            sum += nanos.getOrDefault(stage, 0L);
        }
        return sum;
    }

    /// What took most of the time that the workers had or could have had.
    public Limit limit() {
        var shares = new EnumMap<Limit, Long>(Limit.class);
        for (Limit limit : Limit.values()) {
            shares.put(limit, nanos(limit));
        }
        return Collections.max(shares.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    /// Time of all workers that one cause took.
    public long nanos(Limit limit) {
        return switch (limit) {
            case READING -> workerNanos(Stage.READ, Stage.WAIT_NETWORK);
            case CODECS -> workerNanos(Stage.DECODE, Stage.REDUCE, Stage.ENCODE);
            case WRITING -> workerNanos(Stage.WRITE);
            case MEMORY -> workerNanos(Stage.WAIT_MEMORY);
            case SHARING -> workerNanos(Stage.WAIT_POOL);
            // While one thread opens and finishes, the others could have worked.
            case METADATA -> Math.max(1, workers) * otherNanos(Stage.OPEN, Stage.CONSOLIDATE, Stage.VERIFY);
        };
    }
}
