package dev.zarrgo.converter.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.product.Product.Other;
import dev.zarrgo.converter.product.Product.ProcessingLevel;
import dev.zarrgo.converter.product.Product.SentinelTwo;
import dev.zarrgo.testkit.ZarrFolder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a hierarchy is, by what it says, else by what it holds (rules I13 to I15).
class ProductDetectorTest {

    private static final String NAME = "product.zarr";

    private static Product detect(ZarrFolder tree) {
        return ProductDetector.detect(Trees.hierarchy(tree), NAME, Optional.empty());
    }

    private static ZarrFolder typed(String type) {
        return Trees.v2("{'stac_discovery': {'properties': {'product:type': '%s'}}}".formatted(type));
    }

    private static ZarrFolder reflectance(String rootAttributes) {
        return Trees.v2(rootAttributes)
                .groupV2("measurements")
                .groupV2("measurements/reflectance")
                .groupV2("measurements/reflectance/r20m");
    }

    // --- by what it says

    @ParameterizedTest
    @EnumSource
    void typeOfSentinelTwoNamesTheLevel(ProcessingLevel level) {
        assertThat(detect(typed("S02MSI" + level))).isEqualTo(new SentinelTwo(level));
    }

    @ParameterizedTest
    @CsvSource({
        "S03OLCEFR, Sentinel-3 OLCI",
        "S03OLCERR, Sentinel-3 OLCI",
        "S01SIWGRD, Sentinel-1",
        "S01SIWGRH, Sentinel-1",
        "S01SIWSLC, Sentinel-1",
        "S02MSIL0_, generic",
        "S03SLSLST, generic",
        "'', generic"
    })
    void otherTypesAreRecognised(String type, String name) {
        assertThat(detect(typed(type))).isEqualTo(new Other(name));
    }

    /// What a product says wins over what it looks like.
    @Test
    void typeComesBeforeStructure() {
        assertThat(detect(reflectance("{'stac_discovery': {'properties': {'product:type': 'S01SIWGRD'}}}")))
                .isEqualTo(new Other("Sentinel-1"));
    }

    // --- by what it holds

    @ParameterizedTest
    @ValueSource(strings = {"r10m", "r20m", "r60m"})
    void oneResolutionOfReflectanceIsSentinelTwo(String resolution) {
        ZarrFolder tree = Trees.v2("{'stac_discovery': {'id': 'S2A_MSIL1C_20250113T103309_N0511_R108'}}")
                .groupV2("measurements")
                .groupV2("measurements/reflectance")
                .groupV2("measurements/reflectance/" + resolution);
        assertThat(detect(tree)).isEqualTo(new SentinelTwo(ProcessingLevel.L1C));
    }

    @Test
    void radianceIsOlciAndGrdIsSentinelOne() {
        assertThat(detect(Trees.array(ZarrFolder.v2().groupV2("measurements"), "measurements/oa01_radiance", "{}")))
                .isEqualTo(new Other("Sentinel-3 OLCI"));
        ZarrFolder grd = ZarrFolder.v2().groupV2("S01_VH").groupV2("S01_VH/measurements");
        assertThat(detect(Trees.array(grd, "S01_VH/measurements/grd", "{}"))).isEqualTo(new Other("Sentinel-1"));
    }

    /// Sentinel-2 is looked for first.
    @Test
    void reflectanceComesBeforeRadiance() {
        ZarrFolder both = Trees.array(
                reflectance("{'stac_discovery': {'id': 'x_MSIL2A_y'}}"), "measurements/oa01_radiance", "{}");
        assertThat(detect(both)).isEqualTo(new SentinelTwo(ProcessingLevel.L2A));
    }

    @Test
    void anythingElseIsGeneric() {
        assertThat(detect(ZarrFolder.v2())).isEqualTo(new Other("generic"));
        assertThat(detect(ZarrFolder.v3())).isEqualTo(new Other("generic"));
        assertThat(detect(Trees.v2("{'stac_discovery': 'text'}"))).isEqualTo(new Other("generic"));
    }

    // --- the level of Sentinel-2

    @ParameterizedTest
    @CsvSource({
        "S2A_MSIL1C_20250113T103309_N0511_R108_T32TLQ_20250113T122458.zarr, L1C",
        "S2B_MSIL2A_20250113T103309_N0511_R108_T32TLQ_20250113T122458.zarr.zip, L2A",
        "s02msil2a_20260721t100559.zarr, L2A"
    })
    void nameIsTheLastResort(String name, ProcessingLevel level) {
        assertThat(ProductDetector.detect(Trees.hierarchy(reflectance("{}")), name, Optional.empty()))
                .isEqualTo(new SentinelTwo(level));
    }

    @ParameterizedTest
    @ValueSource(strings = {"product.zarr", "L2A.zarr", "my-l1c-copies.zarr"})
    void unknownLevelHasToBeSaid(String name) {
        var hierarchy = Trees.hierarchy(reflectance("{}"));
        assertThatThrownBy(() -> ProductDetector.detect(hierarchy, name, Optional.empty()))
                .isInstanceOfSatisfying(InvalidRequestException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.USAGE);
                    assertThat(failure.advice()).contains("--level L1C or --level L2A");
                });
        for (ProcessingLevel level : ProcessingLevel.values()) {
            assertThat(ProductDetector.detect(hierarchy, name, Optional.of(level)))
                    .isEqualTo(new SentinelTwo(level));
        }
    }

    /// Rule R88: an option that does not fit the product is rejected.
    @Test
    void levelThatContradictsTheProductIsRejected() {
        var hierarchy = Trees.hierarchy(typed("S02MSIL2A"));
        assertThatThrownBy(() -> ProductDetector.detect(hierarchy, NAME, Optional.of(ProcessingLevel.L1C)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("product.zarr: the product is L2A, and not L1C");
        assertThat(ProductDetector.detect(hierarchy, NAME, Optional.of(ProcessingLevel.L2A)))
                .isEqualTo(new SentinelTwo(ProcessingLevel.L2A));
    }
}
