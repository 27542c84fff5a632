package dev.zarrgo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The part of the page about conversions from and to distant places.
final class RemotePage {

    private final JsonNode result;

    RemotePage(JsonNode result) {
        this.result = result;
    }

    void append(StringBuilder text) {
        Figures local = figures("/local/wall_s");
        Figures copy = figures("/s3_copy_s");
        Figures download = figures("/slow_download_s");
        text.append("\n## From and to distant places\n\n");
        BenchReport.head(text, "remote", result);
        text.append(
                "The bound is the larger of the time on disk and of moving the same bytes with 16 streams. The slow server ");
        text.append("takes 80 ms for each request and sends 60 MB/s on a connection.\n\n");
        text.append("| | wall s | CPU s | CPU s of the machine | peak MB | bytes alone s | times the bound |\n");
        text.append("|---|---|---|---|---|---|---|\n");
        row(text, "disk → disk", "local", null, local.median());
        row(text, "bucket → bucket", "s3", copy, Math.max(local.median(), copy.median()));
        row(text, "slow server → disk", "slow", download, Math.max(local.median(), download.median()));
        int processors = result.at("/machine/processors").asInt();
        double conversion = figures("/local/machine_cpu_s").median();
        double moving = figures("/s3_copy_machine_cpu_s").median();
        double least = (conversion + moving) / processors;
        text.append(String.format(
                Locale.ROOT,
                "%nThe server of the bucket runs on the same processors. The conversion alone takes %.1f CPU s of the machine and"
                        + " moving the bytes alone, server included, %.1f: on %d processors both together cannot take less than"
                        + " %.1f s, %.2f times the bound.%n",
                conversion,
                moving,
                processors,
                least,
                least / Math.max(local.median(), copy.median())));
    }

    private void row(StringBuilder text, String name, String member, @Nullable Figures alone, double bound) {
        Figures wall = figures("/" + member + "/wall_s");
        text.append(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s | **%.2f** |%n",
                name,
                wall,
                figures("/" + member + "/cpu_s"),
                figures("/" + member + "/machine_cpu_s"),
                figures("/" + member + "/peak_mb"),
                alone == null ? "–" : alone.toString(),
                wall.median() / bound));
    }

    private Figures figures(String pointer) {
        var values = new ArrayList<Double>();
        result.path("rounds").forEach(round -> values.add(round.at(pointer).asDouble()));
        return new Figures(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
