package dev.zarrgo.testkit;

import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Something outside of this repository that a test cannot do without.
///
/// @param name as `ZARRGO_REQUIRE` knows it
/// @param present whether it is there
/// @param absence why it is not, and how to get it
record Requirement(String name, boolean present, String absence) {

    private static final String REQUIRED = "ZARRGO_REQUIRE";

    /// Leaves the test out with a printed reason, or fails it where `ZARRGO_REQUIRE` asks for it: `all`, or
    /// a list with this name in it.
    ConditionEvaluationResult evaluate(ExtensionContext context) {
        if (present) {
            return ConditionEvaluationResult.enabled(name + " is there");
        }
        if (isRequired()) {
            throw new IllegalStateException(absence);
        }
        System.out.printf("skipped %s: %s%n", context.getDisplayName(), absence);
        return ConditionEvaluationResult.disabled(absence);
    }

    private boolean isRequired() {
        String required = System.getenv(REQUIRED);
        return required != null
                && Arrays.stream(required.split(",", -1))
                        .map(String::strip)
                        .anyMatch(part -> part.equals("all") || part.equals(name));
    }
}
