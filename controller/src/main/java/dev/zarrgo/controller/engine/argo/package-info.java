/// Runs workflows as pods, by Argo Workflows on Kubernetes.
///
/// Start with [dev.zarrgo.controller.engine.argo.ArgoEngine]. What a Workflow says is read by
/// [dev.zarrgo.controller.engine.argo.WorkflowReading], a pure function.
@NullMarked
package dev.zarrgo.controller.engine.argo;

import org.jspecify.annotations.NullMarked;
