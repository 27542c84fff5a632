package dev.zarrgo.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A test that makes workflows on a real Kubernetes, which has Argo and the image.
///
/// Naming a cluster is not enough: it must be said that tests may use it, with `ZARRGO_CLUSTER`, which
/// `./zarrgo test --cluster` sets.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EnabledIfCluster.Condition.class)
public @interface EnabledIfCluster {

    /// Looks for the variables.
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            boolean present = System.getenv("ZARRGO_CLUSTER") != null && System.getenv("KUBECONFIG") != null;
            return new Requirement(
                            "cluster",
                            present,
                            "no cluster for tests; set KUBECONFIG to one that has Argo and the image, and run"
                                    + " ./zarrgo test --cluster")
                    .evaluate(context);
        }
    }
}
