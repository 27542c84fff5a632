package dev.zarrgo.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.controller.engine.StepStatus.Phase;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepProgressTest {

    @ParameterizedTest
    @CsvSource({"63/100, 0.63", "' 1/2\n', 0.5", "7/5, 1", "0/1, 0", "1/0, 0", "half, 0", "'', 0"})
    void fractionsAreAsArgoHasThem(String text, double fraction) {
        assertThat(StepProgress.fraction(text)).isEqualTo(fraction);
    }

    @Test
    @DisplayName("only what is to be done counts, and a failure is not done")
    void percentIsOfTheWorkThatIsToBeDone() {
        assertThat(percent(Phase.SUCCEEDED, Phase.RUNNING, Phase.WAITING)).isEqualTo(50);
        assertThat(percent(Phase.SUCCEEDED, Phase.SKIPPED, Phase.SUCCEEDED)).isEqualTo(100);
        assertThat(percent(Phase.SUCCEEDED, Phase.FAILED, Phase.SKIPPED)).isEqualTo(11);
        assertThat(percent(Phase.SKIPPED, Phase.SKIPPED, Phase.SKIPPED)).isZero();
        assertThat(percent()).isZero();
    }

    /// The middle step is eight times the others, and half done where it runs.
    private static int percent(Phase... phases) {
        List<StepStatus> steps = IntStream.range(0, phases.length)
                .mapToObj(i -> new StepStatus(
                        String.valueOf(i),
                        phases[i],
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty()))
                .toList();
        return StepProgress.percent(steps, name -> name.equals("1") ? 8 : 1, _ -> 0.5);
    }
}
