package dev.zarrgo.controller.workflow;

import dev.zarrgo.controller.job.Job;

/// Decides what has to be done for an attempt at a job. A pure function.
@FunctionalInterface
public interface WorkflowPlanner {

    /// @param job with an attempt opened, its source read
    Workflow plan(Job job);
}
