package dev.zarrgo.controller.engine.argo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "sentinel-2-l2a", "S2A_MSIL2A_20251008T100041_N0511_R122_T32TQM_20251008T122613"})
    @DisplayName("P12: values that Kubernetes takes stay as they are")
    void validValuesStay(String text) {
        assertThat(Labels.value(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-a", "a/b", "ä", "a b", "0123456789012345678901234567890123456789012345678901234567890123"})
    @DisplayName("P12: others are hashed, each to one of its own")
    void othersAreHashed(String text) {
        assertThat(Labels.value(text)).matches("sha256-[0-9a-f]{32}").isNotEqualTo(Labels.value(text + "x"));
    }
}
