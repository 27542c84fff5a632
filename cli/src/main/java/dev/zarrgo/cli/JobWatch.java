package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Waits for jobs, and knows how far they are.
final class JobWatch implements ProgressDisplay.Source {

    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final Set<String> FINAL = Set.of("DONE", "FAILED", "INVALID");
    private static final int UNUSABLE = FailureCode.SOURCE_CORRUPT.exitCode();

    private final ServiceClient client;
    private final List<String> ids;
    private volatile List<JsonNode> jobs = List.of();

    JobWatch(ServiceClient client, List<String> ids) {
        this.client = client;
        this.ids = List.copyOf(ids);
    }

    /// Until each has come to its end, or waits for a person.
    ///
    /// @return them as they then are, in the same order
    List<JsonNode> await() {
        while (true) {
            var now = new ArrayList<JsonNode>();
            for (int i = 0; i < ids.size(); i++) {
                boolean ended = i < jobs.size() && hasEnded(jobs.get(i));
                now.add(ended ? jobs.get(i) : client.get("/jobs/" + ids.get(i)));
            }
            jobs = List.copyOf(now);
            if (now.stream().allMatch(JobWatch::hasEnded)) {
                return jobs;
            }
            pause();
        }
    }

    private static void pause() {
        try (var _ = Interruption.cancellation().interrupting()) {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stopped) {
            throw new InterruptedRunException(FailureCode.INTERRUPTED, "interrupted; the jobs go on", null, stopped);
        }
    }

    private static boolean hasEnded(JsonNode job) {
        String state = job.path("state").asText();
        return FINAL.contains(state) || (state.equals("RETRY") && !job.has("nextAttempt"));
    }

    /// What a command that waited for these jobs ends with: that of the first that is not done.
    static int exitCode(List<JsonNode> jobs) {
        for (JsonNode job : jobs) {
            switch (job.path("state").asText()) {
                case "DONE" -> {}
                case "INVALID" -> {
                    return UNUSABLE;
                }
                default -> {
                    JsonNode last =
                            job.path("attempts").path(job.path("attempts").size() - 1);
                    return last.path("exitCode").asInt(ExitCode.NEGATIVE);
                }
            }
        }
        return ExitCode.OK;
    }

    @Override
    public String label() {
        return ids.size() == 1 ? "job " + ids.getFirst() : ids.size() + " jobs";
    }

    @Override
    public double share() {
        return jobs.stream()
                        .mapToDouble(
                                job -> hasEnded(job) ? 100 : job.path("percent").asDouble())
                        .sum()
                / (100.0 * ids.size());
    }

    @Override
    public String detail(double seconds) {
        long ended = jobs.stream().filter(JobWatch::hasEnded).count();
        return ids.size() == 1
                ? jobs.stream()
                        .map(job -> job.path("state").asText())
                        .findFirst()
                        .orElse("")
                : "%d of %d ended".formatted(ended, ids.size());
    }
}
