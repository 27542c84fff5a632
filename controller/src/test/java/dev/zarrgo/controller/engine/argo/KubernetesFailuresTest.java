package dev.zarrgo.controller.engine.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesFailuresTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 408, 409, 410, 429, 500, 502, 503, 504})
    @DisplayName("X6: what passes is tried again")
    void passing(int code) {
        assertThat(translated(code)).isInstanceOf(UnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 413, 422})
    @DisplayName("X6: what a person has to repair is not")
    void refused(int code) {
        assertThat(translated(code)).isInstanceOf(RefusedException.class);
    }

    private static RuntimeException translated(int code) {
        return KubernetesFailures.translated("Workflow x", new KubernetesClientException("no", code, null));
    }

    @Test
    void absenceIsEmptyNotAnError() {
        assertThat(KubernetesFailures.ifThere("x", () -> {
                    throw new KubernetesClientException("no", 404, null);
                }))
                .isEmpty();
        assertThatThrownBy(() -> KubernetesFailures.ifThere("x", () -> {
                    throw new KubernetesClientException("no", 429, null);
                }))
                .isInstanceOf(UnavailableException.class);
    }
}
