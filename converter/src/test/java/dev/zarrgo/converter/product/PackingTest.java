package dev.zarrgo.converter.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.testkit.ZarrFolder;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How integers stand for values, and which of them stands for none (rules I9 to I11).
class PackingTest {

    private static ArrayMetadata v2(String type, String fill, String attributes) {
        return Trees.hierarchy(Trees.array(ZarrFolder.v2(), "a", type, fill, attributes))
                .array("a")
                .orElseThrow();
    }

    private static ArrayMetadata v3(String type, String fill, String attributes) {
        return Trees.hierarchy(Trees.arrayV3(ZarrFolder.v3(), "a", type, fill, attributes))
                .array("a")
                .orElseThrow();
    }

    @Test
    void packingIsRealTrivialOrAbsent() {
        Packing packing = Packing.of(v2("<u2", "0", "{'scale_factor': 0.0001, 'add_offset': -0.1}"))
                .orElseThrow();
        assertThat(packing.scaleFactor()).isEqualTo(0.0001);
        assertThat(packing.addOffset()).isEqualTo(-0.1);
        assertThat(packing.scale().toString()).as("as the source writes it").isEqualTo("0.0001");
        assertThat(Packing.of(v2("<u2", "0", "{}"))).isEmpty();
        assertThat(Packing.of(v2("<u2", "0", "{'scale_factor': 1, 'add_offset': 0}")))
                .isEmpty();
        assertThat(Packing.of(v2("<u2", "0", "{'scale_factor': 1.0}"))).isEmpty();
        assertThat(Packing.of(v2("<u2", "0", "{'scale_factor': 'none'}"))).isEmpty();
        assertThat(Packing.of(v2("<f4", "0", "{'scale_factor': 0.5}")))
                .as("of floats")
                .isEmpty();
    }

    /// Rule I17: the offset may be absent, as may be the scale.
    @Test
    void whatIsAbsentIsNeutral() {
        assertThat(Packing.of(v2("<u2", "0", "{'scale_factor': 0.001}"))
                        .orElseThrow()
                        .addOffset())
                .isZero();
        assertThat(Packing.of(v2("<u2", "0", "{'add_offset': -5}"))
                        .orElseThrow()
                        .scaleFactor())
                .isEqualTo(1);
    }

    /// The order of rule I9, in Zarr v2.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0      | {'_FillValue': 7, 'fill_value': 8, 'scale_factor': 0.1} | 7",
                "0      | {'scale_factor': 0.1}                                   | 0",
                "5      | {'scale_factor': 0.1, 'add_offset': 0}                  | 5",
                "5      | {'fill_value': 0}                                       | 5",
                "0      | {}                                                      | -1",
                "0      | {'scale_factor': 1, 'add_offset': 0}                    | -1",
                "null   | {'scale_factor': 0.1}                                   | -1",
                "null   | {'_FillValue': 65535}                                   | 65535",
                "0      | {'_FillValue': 65536}                                   | -1",
                "0      | {'_FillValue': 0.5}                                     | -1",
                "0      | {'_FillValue': 'NaN'}                                   | -1",
            })
    void nodataOfVersionTwo(String fill, String attributes, long nodata) {
        assertThat(Packing.nodata(v2("<u2", fill, attributes))).isEqualTo(optional(nodata));
    }

    /// In Zarr v3 the fill value alone means nothing.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | {'_FillValue': 7, 'fill_value': 8}          | 7",
                "0 | {'fill_value': 0, 'scale_factor': 0.1}      | 0",
                "0 | {'fill_value': 101}                         | 101",
                "5 | {'scale_factor': 0.1, 'add_offset': 0}      | -1",
                "0 | {}                                          | -1",
            })
    void nodataOfVersionThree(String fill, String attributes, long nodata) {
        assertThat(Packing.nodata(v3("uint16", fill, attributes))).isEqualTo(optional(nodata));
    }

    @Test
    void floatsHaveNoNumberForNodata() {
        assertThat(Packing.nodata(v3("float32", "'NaN'", "{'fill_value': 101}")))
                .isEmpty();
        assertThat(Packing.nodata(v2("<f4", "0", "{'_FillValue': 0}"))).isEmpty();
    }

    private static OptionalLong optional(long number) {
        return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
