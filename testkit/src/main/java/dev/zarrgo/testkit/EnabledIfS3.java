package dev.zarrgo.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A test that needs an [S3Server]: left out with a printed reason where there is none, failed where
/// `ZARRGO_REQUIRE` asks for it.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(EnabledIfS3.Condition.class)
public @interface EnabledIfS3 {

    /// Looks for the service.
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (S3Server.find().isPresent()) {
                return ConditionEvaluationResult.enabled("there is an S3 service");
            }
            if (S3Server.isRequired()) {
                throw new IllegalStateException(S3Server.absence());
            }
            System.out.printf("skipped %s: %s%n", context.getDisplayName(), S3Server.absence());
            return ConditionEvaluationResult.disabled(S3Server.absence());
        }
    }
}
