package dev.zarrgo.controller.ingest;

import java.util.List;

/// A request that cannot become a job: nothing was written (rule P7, 400).
public final class RefusedSubmissionException extends RuntimeException {

    private final transient List<Violation> violations;

    public RefusedSubmissionException(List<Violation> violations) {
        super(violations.isEmpty() ? "refused" : violations.getFirst().detail());
        this.violations = List.copyOf(violations);
    }

    /// All that is wrong, at least one.
    public List<Violation> violations() {
        return violations;
    }
}
