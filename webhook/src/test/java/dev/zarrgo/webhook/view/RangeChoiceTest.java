package dev.zarrgo.webhook.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `Range` comes to for an object of 100 bytes (RFC 9110 section 14).
final class RangeChoiceTest {

    private static RangeChoice choice(String header) {
        return RangeChoice.of(Optional.of(header), 100);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-9,0,9",
        "bytes=90-,90,99",
        "bytes=90-200,90,99",
        "bytes=-10,90,99",
        "bytes=-1000,0,99",
        "bytes=0-0,0,0",
        "Bytes=99-99,99,99",
        "bytes= 5-6 ,5,6",
        "bytes=0-999999999999999999,0,99",
    })
    void onePart(String header, long first, long last) {
        assertThat(choice(header)).isEqualTo(new RangeChoice.Parts(List.of(new ByteRange(first, last))));
    }

    @Test
    void severalPartsKeepTheirOrderAndLoseThoseBeyondTheEnd() {
        assertThat(choice("bytes=50-59, 0-9, 100-110, -5"))
                .isEqualTo(new RangeChoice.Parts(
                        List.of(new ByteRange(50, 59), new ByteRange(0, 9), new ByteRange(95, 99))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=300-400,500-"})
    void nothingOfTheObject(String header) {
        assertThat(choice(header)).isEqualTo(new RangeChoice.Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "items=0-9",
                "bytes",
                "bytes=",
                "bytes=a-b",
                "bytes=9-0",
                "bytes=1-2,x",
                "bytes=--5",
                "bytes=-",
                "bytes=0-9999999999999999999"
            })
    void whatIsNotUnderstoodIsIgnored(String header) {
        assertThat(choice(header)).isEqualTo(new RangeChoice.Whole());
    }

    @Test
    void absenceMeansTheWhole() {
        assertThat(RangeChoice.of(Optional.empty(), 100)).isEqualTo(new RangeChoice.Whole());
    }

    @Test
    void anEmptyObjectHasNoParts() {
        assertThat(RangeChoice.of(Optional.of("bytes=0-"), 0)).isEqualTo(new RangeChoice.Unsatisfiable());
        assertThat(RangeChoice.of(Optional.of("bytes=-5"), 0)).isEqualTo(new RangeChoice.Unsatisfiable());
    }

    /// RFC 9110 section 14.2 warns of requests that cost more than the object.
    @Test
    void manyAndOverlappingPartsCostNoMoreThanTheObject() {
        assertThat(choice("bytes=0-99,0-99,0-99")).isEqualTo(new RangeChoice.Whole());
        String many = IntStream.range(0, RangeChoice.MAX_PARTS + 1)
                .mapToObj(i -> i + "-" + i)
                .collect(Collectors.joining(","));
        assertThat(choice("bytes=" + many)).isEqualTo(new RangeChoice.Unsatisfiable());
    }
}
