package dev.zarrgo.converter.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.sample.SampleRequest.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A request that cannot be met must not construct.
class SampleRequestTest {

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -6, 0, 6, 174, 1000, 1829, 10986, Integer.MAX_VALUE})
    void sizesThatDoNotDivideAreRejected(int size) {
        assertThatThrownBy(() -> new SampleRequest(Kind.S2L2A, 2, size, 1))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("pixels");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 4})
    void unknownProcessorsAreRejected(int cpm) {
        assertThatThrownBy(() -> new SampleRequest(Kind.S2L2A, cpm, 1098, 1))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("CPM " + cpm);
    }

    @Test
    void kindsAreNamedInAnyCase() {
        assertThat(Kind.named("s2l2a")).isEqualTo(Kind.S2L2A);
        assertThatThrownBy(() -> Kind.named("S1GRD")).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void sizesFromTheSmallestToTheFullOneAreFine() {
        for (int size : new int[] {SampleRequest.MIN_SIZE, 366, 1098, SampleRequest.FULL_SIZE}) {
            assertThat(new SampleRequest(Kind.S2L1C, 3, size, -1).size()).isEqualTo(size);
        }
    }
}
