package dev.zarrgo.cli;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.store.Leftovers;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.LockHolder;
import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.converter.zarr.HierarchyWriter;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `zarrgo clean TARGET|PREFIX`
@Command(
        name = "clean",
        description = "List what killed runs have left beside their targets, and remove it.",
        sortOptions = false,
        footer = {
            "",
            "What another run is writing at the moment is left alone. A replacement that was complete when its run",
            "was killed takes its place instead of being removed.",
            "",
            "Examples:",
            "  zarrgo clean stores/",
            "  zarrgo clean s3://bucket/stores/S2A_MSIL2A_….zarr --execute"
        })
final class CleanCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "TARGET|PREFIX",
            description = "A target, whose name ends in .zarr, or a folder or prefix with targets.")
    private String place = "";

    @Option(names = "--execute", description = "Remove what is found. Without it, nothing is changed.")
    private boolean execute;

    @Mixin
    private final TargetArguments target = new TargetArguments();

    @Override
    public Integer call() {
        StoreSettings settings = target.settings();
        PrintWriter out = spec.commandLine().getOut();
        SortedMap<Location, SortedSet<String>> found = Leftovers.find(Location.parse(place), settings);
        int busy = 0;
        for (var entry : found.entrySet()) {
            String names = String.join(", ", entry.getValue());
            if (!execute) {
                out.println("%s: %s".formatted(entry.getKey(), names));
            } else if (remove(entry.getKey(), settings)) {
                out.println("%s: removed %s".formatted(entry.getKey(), names));
            } else {
                out.println("%s: another run is writing it".formatted(entry.getKey()));
                busy++;
            }
        }
        out.println(
                execute
                        ? "%d targets cleaned, %d left alone".formatted(found.size() - busy, busy)
                        : "%d targets with leftovers%s"
                                .formatted(found.size(), found.isEmpty() ? "" : "; --execute removes them"));
        return ExitCode.OK;
    }

    private static boolean remove(Location location, StoreSettings settings) {
        try {
            Leftovers.remove(location, HierarchyWriter.ROOT_KEY, settings, LockHolder.here(Optional.empty()));
            return true;
        } catch (UnavailableException failure) {
            if (failure.code() == FailureCode.TARGET_BUSY) {
                return false;
            }
            throw failure;
        }
    }
}
