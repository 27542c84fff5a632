package dev.zarrgo.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// A test that needs services, which environment variables name: left out with a printed reason where one
/// is not set, failed where `ZARRGO_REQUIRE` asks for all.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EnabledIfSet.Condition.class)
public @interface EnabledIfSet {

    /// Names of variables, all of which are needed.
    String[] value();

    /// Looks for the variables.
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            List<String> missing = AnnotationSupport.findAnnotation(context.getElement(), EnabledIfSet.class)
                    .map(annotation -> Arrays.stream(annotation.value())
                            .filter(name -> System.getenv(name) == null)
                            .toList())
                    .orElse(List.of());
            if (missing.isEmpty()) {
                return ConditionEvaluationResult.enabled("all services are named");
            }
            String reason = "not set: %s; start the services and export their environment".formatted(missing);
            if ("all".equals(System.getenv("ZARRGO_REQUIRE"))) {
                throw new IllegalStateException(reason);
            }
            System.out.printf("skipped %s: %s%n", context.getDisplayName(), reason);
            return ConditionEvaluationResult.disabled(reason);
        }
    }
}
