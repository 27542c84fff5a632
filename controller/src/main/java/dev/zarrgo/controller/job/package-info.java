/// What a job is: its identity, request, states, attempts and history. Pure values, nothing else.
///
/// Start with [dev.zarrgo.controller.job.Job] and [dev.zarrgo.controller.job.Transitions].
@NullMarked
package dev.zarrgo.controller.job;

import org.jspecify.annotations.NullMarked;
