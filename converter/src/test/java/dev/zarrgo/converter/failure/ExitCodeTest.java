package dev.zarrgo.converter.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every failure ends with the exit code that rule X6 states for it.
class ExitCodeTest {

    private static final Set<Integer> X6 = Set.of(64, 65, 66, 69, 70, 71, 73, 74, 75, 77, 78, 130);

    private static final Map<FailureCode, Integer> TABLE = new EnumMap<>(Map.ofEntries(
            Map.entry(FailureCode.USAGE, 64),
            Map.entry(FailureCode.GROUP_MISSING, 64),
            Map.entry(FailureCode.SOURCE_CORRUPT, 65),
            Map.entry(FailureCode.SOURCE_UNSUPPORTED, 65),
            Map.entry(FailureCode.SOURCE_NOT_FOUND, 66),
            Map.entry(FailureCode.SERVICE_REFUSED, 69),
            Map.entry(FailureCode.TARGET_EXISTS, 73),
            Map.entry(FailureCode.TARGET_NOT_WRITABLE, 73),
            Map.entry(FailureCode.IO, 74),
            Map.entry(FailureCode.OUTPUT_INVALID, 74),
            Map.entry(FailureCode.FORBIDDEN, 77),
            Map.entry(FailureCode.RESOURCES, 71),
            Map.entry(FailureCode.TARGET_BUSY, 75),
            Map.entry(FailureCode.SERVICE_UNAVAILABLE, 75),
            Map.entry(FailureCode.SOURCE_CHANGED, 75),
            Map.entry(FailureCode.COPY_INCOMPLETE, 75),
            Map.entry(FailureCode.SOURCE_FORBIDDEN, 64),
            Map.entry(FailureCode.JOB_NOT_FOUND, 66),
            Map.entry(FailureCode.QUEUE_FULL, 71),
            Map.entry(FailureCode.JOB_STATE, 73),
            Map.entry(FailureCode.BAD_SETTINGS, 78),
            Map.entry(FailureCode.ITEM_INVALID, 65),
            Map.entry(FailureCode.CATALOG_ENTRY_NOT_FOUND, 66),
            Map.entry(FailureCode.OUTCOME_UNKNOWN, 75),
            Map.entry(FailureCode.INTERRUPTED, 130)));

    @Test
    void everyCodeHasTheExitCodeOfX6() {
        for (FailureCode code : FailureCode.values()) {
            assertThat(code.exitCode()).as(code.id()).isEqualTo(TABLE.get(code)).isIn(X6);
        }
    }

    @Test
    void fixedCodesAreThoseOfX6() {
        assertThat(ExitCode.OK).isZero();
        assertThat(ExitCode.NEGATIVE).isEqualTo(1);
        assertThat(ExitCode.USAGE).isEqualTo(64);
        assertThat(ExitCode.INTERNAL).isEqualTo(70);
    }

    @Test
    void idsAreWordsWithHyphens() {
        assertThat(FailureCode.SOURCE_NOT_FOUND.id()).isEqualTo("source-not-found");
        for (FailureCode code : FailureCode.values()) {
            assertThat(code.id()).matches("[a-z]+(-[a-z]+)*");
        }
    }

    @Test
    void theCodeOfAFailureDecidesWhateverItsClass() {
        for (FailureCode code : FailureCode.values()) {
            for (ZarrgoException failure : everyClass(code)) {
                assertThat(ExitCode.of(failure)).isEqualTo(code.exitCode());
                assertThat(failure).hasMessage("what");
                assertThat(failure.advice()).isEqualTo("do this");
            }
        }
    }

    private static Set<ZarrgoException> everyClass(FailureCode code) {
        return Set.of(
                new ConflictException(code, "what", "do this"),
                new InsufficientResourcesException(code, "what", "do this"),
                new InterruptedRunException(code, "what", "do this"),
                new InvalidRequestException(code, "what", "do this"),
                new OutcomeUnknownException(code, "what", "do this"),
                new RefusedException(code, "what", "do this"),
                new UnavailableException(code, "what", "do this"),
                new UnusableSourceException(code, "what", "do this"));
    }

    @Test
    void anExhaustedHeapIsALackOfResources() {
        assertThat(ExitCode.of(new OutOfMemoryError("Java heap space"))).isEqualTo(71);
    }

    @Test
    void everythingElseIsABug() {
        assertThat(ExitCode.of(new IllegalStateException())).isEqualTo(70);
        assertThat(ExitCode.of(new StackOverflowError())).isEqualTo(70);
        assertThat(ExitCode.of(new Exception())).isEqualTo(70);
    }
}
