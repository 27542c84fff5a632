package dev.zarrgo.controller.engine.argo;

import dev.zarrgo.controller.engine.argo.ArgoWorkflow.Arguments;
import dev.zarrgo.controller.engine.argo.ArgoWorkflow.Parameter;
import dev.zarrgo.controller.engine.argo.ArgoWorkflow.Spec;
import dev.zarrgo.controller.engine.argo.ArgoWorkflow.TemplateRef;
import dev.zarrgo.controller.workflow.Workflow;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;

/// Turns the plan of an attempt into the Workflow that runs its template.
///
/// A parameter without a value is left to the template, whose default the overlay of the site has set.
final class WorkflowWriting {

    private WorkflowWriting() {}

    static ArgoWorkflow written(Workflow workflow, String namespace) {
        List<Parameter> parameters = workflow.parameters().entrySet().stream()
                .filter(parameter -> !parameter.getValue().isEmpty())
                .sorted(Map.Entry.comparingByKey())
                .map(parameter -> new Parameter(parameter.getKey(), parameter.getValue()))
                .toList();
        var written = new ArgoWorkflow();
        written.setMetadata(new ObjectMetaBuilder()
                .withName(workflow.name().text())
                .withNamespace(namespace)
                .withLabels(Labels.values(workflow.labels()))
                .addToLabels(Labels.NAME, Labels.PROGRAM)
                .addToLabels(Labels.JOB, workflow.name().job().text())
                .build());
        written.setSpec(new Spec(
                new TemplateRef(workflow.template()),
                new Arguments(parameters),
                workflow.deadline().toSeconds(),
                workflow.lane().priority(),
                null));
        return written;
    }
}
