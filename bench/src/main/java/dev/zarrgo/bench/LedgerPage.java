package dev.zarrgo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The page about the ledger and the service in front of it.
final class LedgerPage {

    private final JsonNode result;

    LedgerPage(JsonNode result) {
        this.result = result;
    }

    String text() {
        var text = new StringBuilder("# Benchmarks: the service and its ledger\n\n");
        text.append("Written by `./zarrgo bench`; do not edit. Rounds in turn, median (least–most).\n\n");
        BenchReport.head(text, "ledger", result);
        submissions(text);
        start(text);
        lists(text);
        return text.toString();
    }

    private void submissions(StringBuilder text) {
        Figures raw = round("pgbench_per_s");
        Figures http = round("http_per_s");
        Figures alone = round("ledger_per_s");
        text.append("## Submissions\n\n");
        text.append(("%d clients for %d s each, on the same PostgreSQL with its own settings (fsync and"
                        + " synchronous_commit on), after %d s of the same. The service takes jobs in and runs none; its"
                        + " limits of requests and of the queue are set high.\n\n")
                .formatted(
                        result.path("clients").asInt(),
                        result.path("seconds").asInt(),
                        result.path("warm_up_seconds").asInt()));
        text.append("| | per second | of pgbench | p99 ms |\n|---|---|---|---|\n");
        text.append(
                "| pgbench -M prepared, one insert of the same row into the same table | %s | 1 | |\n".formatted(raw));
        text.append("| POST /samples, answered after the commit of the job and its event | %s | **%s** | %s |\n"
                .formatted(http, ratio("http_per_s"), round("http_p99_ms")));
        text.append("| the ledger alone, called in this process | %s | %s | %s |\n\n"
                .formatted(alone, ratio("ledger_per_s"), round("ledger_p99_ms")));
        text.append(("Every one of %,d accepted submissions was in the ledger. The service had at most **%.0f MiB**"
                        + " resident, the submissions and all else that it did since its start included.\n\n")
                .formatted(
                        result.path("accepted").asLong(),
                        result.path("peak_mib").asDouble()));
    }

    /// Round by round, because the disk of a machine has better and worse times.
    private Figures ratio(String member) {
        return new Figures(rounds("rounds").stream()
                .mapToDouble(round -> round.path(member).asDouble()
                        / round.path("pgbench_per_s").asDouble())
                .toArray());
    }

    private void start(StringBuilder text) {
        text.append("## Start\n\n");
        text.append("Embedded: an empty data folder, H2, the local engine. Seconds until the first 200.\n\n");
        text.append("| | `/` | `/health/readiness` |\n|---|---|---|\n");
        text.append("| `./zarrgo serve`, since the shell began | %s | %s |\n"
                .formatted(started("launcher", "first_s"), started("launcher", "ready_s")));
        text.append("| the same Java command, since the JVM began | **%s** | %s |\n\n"
                .formatted(started("java", "first_s"), started("java", "ready_s")));
    }

    private void lists(StringBuilder text) {
        text.append("## Lists with %,d jobs\n\n".formatted(result.path("jobs").asInt()));
        text.append(
                "`GET /jobs` with `limit=100`: %d pages, the first and those that follow by `next`, one at a time; ms.\n\n"
                        .formatted(result.path("pages").asInt()));
        text.append("| filter | median | p95 | most |\n|---|---|---|---|\n");
        double worst = 0;
        for (JsonNode list : result.path("lists")) {
            worst = Math.max(worst, list.path("p95_ms").asDouble());
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.1f |%n",
                    list.path("filter").asText(),
                    list.path("median_ms").asDouble(),
                    list.path("p95_ms").asDouble(),
                    list.path("most_ms").asDouble()));
        }
        text.append(String.format(Locale.ROOT, "%nThe slowest p95 is **%.1f ms**.%n", worst));
    }

    private Figures started(String how, String member) {
        return new Figures(rounds("starts").stream()
                .mapToDouble(round -> round.path(how).path(member).asDouble())
                .toArray());
    }

    private Figures round(String member) {
        return new Figures(rounds("rounds").stream()
                .mapToDouble(round -> round.path(member).asDouble())
                .toArray());
    }

    private List<JsonNode> rounds(String member) {
        var rounds = new ArrayList<JsonNode>();
        result.path(member).forEach(rounds::add);
        return rounds;
    }
}
