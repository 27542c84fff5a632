package dev.zarrgo.converter.product;

import static dev.zarrgo.converter.product.Product.ProcessingLevel.L1C;
import static dev.zarrgo.converter.product.Product.ProcessingLevel.L2A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.product.Product.ProcessingLevel;
import dev.zarrgo.converter.raster.Reduction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Where things are in a Sentinel-2 product, and what becomes of them.
class S2LayoutTest {

    /// Rule R47.
    @Test
    void levelsFollowOneAnother() {
        S2Resolution finest = S2Resolution.R10M;
        S2Resolution level = finest;
        for (S2Resolution next : List.of(S2Resolution.values()).subList(1, 6)) {
            assertThat(level.coarser()).contains(next);
            assertThat(next.finer()).contains(level);
            assertThat(next.factorFrom(level)).isEqualTo(next.scale());
            assertThat(next.metres()).isEqualTo(finest.metres() * next.factorFrom(finest));
            level = next;
        }
        assertThat(finest.finer()).isEmpty();
        assertThat(level.coarser()).isEmpty();
        assertThat(S2Resolution.of("r360m")).contains(S2Resolution.R360M);
        assertThat(S2Resolution.of("r30m")).isEmpty();
        assertThat(S2Resolution.of("geometry")).isEmpty();
    }

    /// Rule R45.
    @Test
    void finerBandsAreInjectedWhereTheProductHasNone() {
        assertThat(S2Layout.injected(L2A, S2Resolution.R10M, S2Resolution.R20M)).containsExactly("b08");
        assertThat(S2Layout.injected(L2A, S2Resolution.R10M, S2Resolution.R60M)).containsExactly("b08");
        assertThat(S2Layout.injected(L2A, S2Resolution.R20M, S2Resolution.R60M)).isEmpty();
        assertThat(S2Layout.injected(L1C, S2Resolution.R10M, S2Resolution.R20M))
                .containsExactly("b02", "b03", "b04", "b08");
        assertThat(S2Layout.injected(L1C, S2Resolution.R10M, S2Resolution.R60M))
                .containsExactly("b02", "b03", "b04", "b08");
        assertThat(S2Layout.injected(L1C, S2Resolution.R20M, S2Resolution.R60M))
                .containsExactlyInAnyOrder("b05", "b06", "b07", "b8a", "b11", "b12");
        for (ProcessingLevel level : ProcessingLevel.values()) {
            assertThat(S2Layout.injected(level, S2Resolution.R60M, S2Resolution.R120M))
                    .isEmpty();
            assertThat(S2Layout.injected(level, S2Resolution.R20M, S2Resolution.R10M))
                    .isEmpty();
        }
    }

    /// Rules R53, R54: the group decides before the name.
    @ParameterizedTest
    @CsvSource({
        "measurements/reflectance/r10m/b02, MEAN",
        "measurements/reflectance/r20m/b8a, MEAN",
        "quality/atmosphere/r20m/aot, MEAN",
        "quality/atmosphere/r60m/wvp, MEAN",
        "quality/probability/r20m/cld, MEAN",
        "quality/mask/r10m/b02, BITWISE_OR",
        "conditions/mask/l1c_classification/r60m/b00, BITWISE_OR",
        "conditions/mask/detector_footprint/r10m/b02, MAXIMUM",
        "conditions/mask/l2a_classification/r20m/scl, NEAREST",
        "measurements/classes/r20m/scl, NEAREST",
    })
    void reductionGoesWithTheGroup(String path, Reduction reduction) {
        assertThat(S2Layout.reductionOf(path)).isEqualTo(reduction);
    }

    /// Rule R43.
    @ParameterizedTest
    @CsvSource({
        "quality/l1c_quicklook, true",
        "quality/l2a_quicklook/r10m/tci, true",
        "quality/l2a_quicklooks, false",
        "quality, false",
        "quality/mask/r10m/b02, false",
        "'', false"
    })
    void quicklooksAreDropped(String path, boolean dropped) {
        assertThat(S2Layout.isDropped(path)).isEqualTo(dropped);
    }

    /// The table of native bands: thirteen of them, of which L2A has no b10.
    @ParameterizedTest
    @EnumSource
    void everyBandIsNativeOnce(ProcessingLevel level) {
        List<String> bands = S2Resolution.NATIVE.stream()
                .flatMap(resolution -> S2Layout.nativeBands(level, resolution).stream())
                .toList();
        assertThat(bands).doesNotHaveDuplicates().hasSize(level == L1C ? 13 : 12);
        assertThat(bands.contains("b10")).isEqualTo(level == L1C);
        assertThat(S2Layout.nativeBands(level, S2Resolution.R120M)).isEmpty();
    }

    /// Rules R56 to R58.
    @Test
    void masksThatBecomePyramidsDependOnTheLevel() {
        assertThat(S2Layout.auxiliaryPyramids(L1C)).containsOnlyKeys(S2Layout.L1C_CLASSES);
        assertThat(S2Layout.auxiliaryPyramids(L2A))
                .containsOnlyKeys(S2Layout.L1C_CLASSES, S2Layout.SCENE_CLASSES, S2Layout.PROBABILITY);
        assertThat(S2Layout.SCENE_CLASS_NAMES).hasSize(12);
    }
}
