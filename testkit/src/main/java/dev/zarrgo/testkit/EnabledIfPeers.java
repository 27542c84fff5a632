package dev.zarrgo.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A test that needs the [Peers] and the [Oracle] that runs them: left out with a printed reason where they
/// are missing, failed where `ZARRGO_REQUIRE` asks for them.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EnabledIfPeers.Condition.class)
public @interface EnabledIfPeers {

    /// Looks for the oracle and for the peers.
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            ConditionEvaluationResult oracle = Oracle.requirement().evaluate(context);
            return oracle.isDisabled() ? oracle : Peers.requirement().evaluate(context);
        }
    }
}
