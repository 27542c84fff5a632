package dev.zarrgo.controller.workflow;

import dev.zarrgo.controller.job.Lane;
import dev.zarrgo.controller.job.WorkflowName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an engine has to do for one attempt at a job.
///
/// An engine that has templates of its own takes `template` and `parameters`; one that has none runs
/// `steps`. Both say the same.
///
/// @param template name of the `WorkflowTemplate`
/// @param parameters of that template, by name (section 3 of the pipeline specification)
/// @param labels for lists and metrics, for example `zarrgo.dev/collection`; values as they are, not yet
///     fit for
///     Kubernetes
/// @param steps in order; each needs the success of those before
/// @param deadline of the whole
public record Workflow(
        WorkflowName name,
        String template,
        Map<String, String> parameters,
        Map<String, String> labels,
        List<Step> steps,
        Duration deadline,
        Lane lane,
        Optional<String> traceparent) {

    public Workflow {
        parameters = Map.copyOf(parameters);
        labels = Map.copyOf(labels);
        steps = List.copyOf(steps);
    }
}
