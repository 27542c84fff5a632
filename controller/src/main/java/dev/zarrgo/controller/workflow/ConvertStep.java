package dev.zarrgo.controller.workflow;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The steps of a conversion, in their order; the templates in `k8s/` have the same.
///
/// Source: section 3 of the pipeline specification.
public enum ConvertStep {
    RESOLVE(1),
    STAGE(40),
    CONVERT(90),
    VALIDATE(5),
    REGISTER(4);

    private final int weight;

    ConvertStep(int weight) {
        this.weight = weight;
    }

    /// As the step is called in workflows.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Share of the whole work, for the percentage.
    public int weight() {
        return weight;
    }

    /// The names of all steps.
    public static List<String> ids() {
        return Arrays.stream(values()).map(ConvertStep::id).toList();
    }

    /// The share of a step of this name; 1 for one that no conversion has.
    public static int weight(String id) {
        return Arrays.stream(values())
                .filter(step -> step.id().equals(id))
                .mapToInt(ConvertStep::weight)
                .findFirst()
                .orElse(1);
    }
}
