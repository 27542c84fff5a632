package dev.zarrgo.converter.report;

import dev.zarrgo.converter.convert.ConversionReport.Limit;
import dev.zarrgo.converter.convert.TimeUse;
import dev.zarrgo.converter.convert.Timeline.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What limited a run, and why that is said.
///
/// @param reasons sentences for a person, the weightiest first
public record Verdict(Limit limit, List<String> reasons) {

    /// Below this share of a processor the threads had to wait for one.
    private static final double ALONE = 0.85;

    public Verdict {
        reasons = List.copyOf(reasons);
    }

    public static Verdict of(RunReport report) {
        TimeUse use = report.timeUse();
        var reasons = new ArrayList<String>();
        if (use.workers() > 0 && use.pixelNanos() > 0) {
            reasons.add(workers(use));
        }
        reasons.add(others(use));
        int asked = report.request().threads();
        if (use.workers() > 0 && use.workers() < asked) {
            reasons.add(
                    "The heap has room for %d of %d workers: a larger ZARRGO_HEAP or a smaller --spatial-chunk gives more."
                            .formatted(use.workers(), asked));
        }
        double processor = processorShare(report);
        if (processor > 0 && processor < ALONE) {
            reasons.add(
                    "While they decoded, reduced and encoded, the threads had a processor %s of the time only: the machine was busy with something else, or has fewer processors than threads."
                            .formatted(percent(processor)));
        }
        if (report.result().isPresent()) {
            reasons.add(advice(use.limit()));
        }
        return new Verdict(use.limit(), reasons);
    }

    private static String workers(TimeUse use) {
        double all = (double) use.workers() * use.pixelNanos();
        double waits = use.workerNanos(Stage.WAIT_MEMORY, Stage.WAIT_NETWORK, Stage.WAIT_POOL);
        double recorded =
                use.workerNanos().values().stream().mapToLong(Long::longValue).sum();
        String parts = Stream.of(Stage.values())
                .filter(stage -> use.workerNanos(stage) >= all / 1000)
                .sorted((one, other) -> Long.compare(use.workerNanos(other), use.workerNanos(one)))
                .map(stage -> "%s %s".formatted(name(stage), percent(use.workerNanos(stage) / all)))
                .collect(Collectors.joining(", "));
        return "%d workers were busy %s of %s: %s."
                .formatted(use.workers(), percent((recorded - waits) / all), seconds(use.pixelNanos()), parts);
    }

    private static String others(TimeUse use) {
        return "Before and after the pixels: opening and planning %s, writing metadata %s, checking and publishing %s."
                .formatted(
                        seconds(use.otherNanos(Stage.OPEN)),
                        seconds(use.otherNanos(Stage.CONSOLIDATE)),
                        seconds(use.otherNanos(Stage.VERIFY)));
    }

    /// Of the time in which threads computed, the share in which they had a processor; 0 if not measured.
    private static double processorShare(RunReport report) {
        long wall = 0;
        long cpu = 0;
        for (StageUse use : StageUse.of(report.timeline())) {
            if (use.stage() == Stage.DECODE || use.stage() == Stage.REDUCE || use.stage() == Stage.ENCODE) {
                wall += use.threadNanos();
                cpu += use.cpuNanos();
            }
        }
        return wall == 0 ? 0 : (double) cpu / wall;
    }

    private static String advice(Limit limit) {
        return switch (limit) {
            case READING -> "A source that answers faster, or a copy of it on this machine, makes the run shorter.";
            case CODECS -> "More processors make the run shorter; a faster disk or network does not.";
            case WRITING -> "A faster target makes the run shorter; more processors do not.";
            case MEMORY -> "More memory makes the run shorter: strips of one array had to wait for each other.";
            case SHARING ->
                "More processors do not make the run shorter: each array is decoded by one thread at a time, and"
                        + " there were not enough arrays left.";
            case METADATA -> "There are too few pixels for their time to count.";
        };
    }

    /// For a person.
    private static String name(Stage stage) {
        return switch (stage) {
            case OPEN -> "opening";
            case READ -> "reading";
            case DECODE -> "decoding";
            case REDUCE -> "reducing";
            case ENCODE -> "encoding";
            case WRITE -> "writing";
            case CONSOLIDATE -> "preparing metadata";
            case VERIFY -> "checking";
            case WAIT_MEMORY -> "waiting for memory";
            case WAIT_NETWORK -> "waiting for the source";
            case WAIT_POOL -> "waiting for work";
        };
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.0995 ? "%.1f %%" : "%.0f %%", 100 * share);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
