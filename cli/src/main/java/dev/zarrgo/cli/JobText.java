package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;

/// Jobs as a person reads them.
final class JobText {

    private static final String ROW = "%-26s  %-8s  %4s  %-20s  %s%n";

    private JobText() {}

    static void head(PrintWriter out) {
        out.printf(Locale.ROOT, ROW, "JOB", "STATE", "%", "COLLECTION", "ITEM");
    }

    /// One line.
    static void row(JsonNode job, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                ROW,
                job.path("id").asText(),
                job.path("state").asText(),
                job.path("percent").asText(),
                job.path("collection").asText(),
                job.path("item").asText());
        String message = job.path("message").asText();
        if (!message.isEmpty() && !job.path("state").asText().equals("DONE")) {
            out.println("    " + message);
        }
    }

    /// All that there is to say, over several lines.
    static void whole(JsonNode job, PrintWriter out) {
        line("job", job.path("id").asText(), out);
        line(
                "state",
                "%s, %s %%"
                        .formatted(
                                job.path("state").asText(), job.path("percent").asText()),
                out);
        line("item", job.path("collection").asText() + " / " + job.path("item").asText(), out);
        line("source", job.path("source").asText(), out);
        line("created", job.path("created").asText(), out);
        optional("finished", job.path("finished"), out);
        optional("next attempt", job.path("nextAttempt"), out);
        optional("code", job.path("code"), out);
        optional("message", job.path("message"), out);
        for (JsonNode attempt : job.path("attempts")) {
            String ended = attempt.has("finished")
                    ? "ended"
                            + (attempt.has("exitCode")
                                    ? " with " + attempt.path("exitCode").asText()
                                    : "")
                    : "runs";
            line(
                    "attempt " + attempt.path("number").asText(),
                    attempt.path("workflow").asText() + " " + ended,
                    out);
        }
        for (JsonNode link : job.path("links")) {
            String rel = link.path("rel").asText();
            if (rel.equals("self") || rel.equals("item")) {
                line(rel.equals("self") ? "address" : rel, link.path("href").asText(), out);
            }
        }
    }

    private static void optional(String what, JsonNode value, PrintWriter out) {
        if (value.isValueNode()) {
            line(what, value.asText(), out);
        }
    }

    private static void line(String what, String text, PrintWriter out) {
        out.printf(Locale.ROOT, "%-13s %s%n", what, text);
    }
}
