package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// Waits for jobs while a person sees how far they are.
final class JobWaiting {

    private JobWaiting() {}

    static List<JsonNode> until(ServiceClient client, List<String> ids, CommandSpec spec) {
        var watch = new JobWatch(client, ids);
        ProgressStyle style = Terminal.isInteractive() ? ProgressStyle.BAR : ProgressStyle.NONE;
        try (var _ = ProgressDisplay.start(style, watch, spec.commandLine().getErr())) {
            return watch.await();
        }
    }
}
