package dev.zarrgo.controller.ledger;

import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobId;
import java.util.List;
import java.util.Optional;

/// A part of a list of jobs, newest first.
///
/// @param after where the next page begins: the last id of this one; empty on the last page
public record JobPage(List<Job> jobs, Optional<JobId> after) {

    public JobPage {
        jobs = List.copyOf(jobs);
    }
}
