/// The loop: claim, submit, observe, record. Each round compares what the ledger says with what the engine
/// has, and moves each job one step; a missed event costs a round, never a job.
///
/// Start with [dev.zarrgo.controller.reconcile.Reconciler].
@NullMarked
package dev.zarrgo.controller.reconcile;

import org.jspecify.annotations.NullMarked;
