package dev.zarrgo.controller.job;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of the workflow of one attempt. It follows from the job, so that submitting twice meets itself.
///
/// Source: rule P14.
///
/// @param attempt at least 1
public record WorkflowName(JobId job, int attempt) {

    private static final Pattern FORM = Pattern.compile("zarrgo-([0-9a-z]{26})-([1-9][0-9]{0,8})");

    public WorkflowName {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt %d of job %s has no workflow".formatted(attempt, job));
        }
    }

    /// `zarrgo-<job>-<attempt>`, a valid name of a Kubernetes object.
    public String text() {
        return "zarrgo-%s-%d".formatted(job.text(), attempt);
    }

    /// Reads a name; empty if the workflow is not one of ours.
    public static Optional<WorkflowName> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new WorkflowName(new JobId(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return text();
    }
}
