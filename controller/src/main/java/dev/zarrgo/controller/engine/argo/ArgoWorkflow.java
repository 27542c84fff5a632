package dev.zarrgo.controller.engine.argo;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/// The parts of Argo's `Workflow` that are made and read here.
///
/// Everything else is lost on the way, so a Workflow is created, patched and deleted, never read, changed
/// and written (rule L3).
///
/// Source: <https://argo-workflows.readthedocs.io/en/latest/fields/>.
@Group("argoproj.io")
@Version("v1alpha1")
@Kind("Workflow")
@Plural("workflows")
final class ArgoWorkflow extends CustomResource<ArgoWorkflow.Spec, ArgoWorkflow.Status> implements Namespaced {

    private static final long serialVersionUID = 1;

    /// Records have no constructor without arguments, with which the client would make an empty one.
    @Override
    @NullUnmarked
    protected Spec initSpec() {
        return null;
    }

    @Override
    @NullUnmarked
    protected Status initStatus() {
        return null;
    }

    /// @param activeDeadlineSeconds of the whole
    /// @param priority greater comes first where Argo itself has a cap
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Spec(
            @Nullable TemplateRef workflowTemplateRef,
            @Nullable Arguments arguments,
            @Nullable Long activeDeadlineSeconds,
            @Nullable Integer priority,
            @Nullable Boolean suspend) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record TemplateRef(String name) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Arguments(@Nullable List<Parameter> parameters) {}

    /// @param value as text, whatever it is
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Parameter(String name, @Nullable String value) {}

    /// @param phase empty before Argo has seen it; `Pending`, `Running`, `Succeeded`, `Failed`, `Error`
    /// @param nodes by id
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Status(
            @Nullable String phase,
            @Nullable String message,
            @Nullable String startedAt,
            @Nullable String finishedAt,
            @Nullable Map<String, Node> nodes) {}

    /// @param id the workflow's name, and a number behind a hyphen
    /// @param displayName of the task; `task(0)` for its first try
    /// @param type `Pod`, `Retry` (all tries of a task), `DAG`, `Skipped`
    /// @param boundaryID the node of the template that this one is a part of
    /// @param progress what the step said last of how far it is, as `63/100`
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Node(
            String id,
            String displayName,
            String type,
            @Nullable String templateName,
            @Nullable String phase,
            @Nullable String boundaryID,
            @Nullable String message,
            @Nullable String startedAt,
            @Nullable String finishedAt,
            @Nullable String progress,
            @Nullable Outputs outputs) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Outputs(@Nullable String exitCode, @Nullable List<Parameter> parameters) {}
}
