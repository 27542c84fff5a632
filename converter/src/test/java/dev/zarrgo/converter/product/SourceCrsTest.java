package dev.zarrgo.converter.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.testkit.ZarrFolder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which of the many places that state a reference system is believed (rules I18, I25, R25).
class SourceCrsTest {

    /// Every place there is, most trusted first, each with a zone of its own.
    private static final List<String> PLACES = List.of(
            "other_metadata.horizontal_CRS_code",
            "other_metadata.horizontal_crs_code",
            "crs_wkt of /group/spatial_ref",
            "proj:epsg of /group/band",
            "stac_discovery proj:code",
            "stac_discovery proj:epsg",
            "proj:code of /group");

    private static SourceCrs.Found find(ZarrFolder tree) {
        return SourceCrs.find(Trees.hierarchy(tree), "product.zarr");
    }

    /// States a code in each place but the first ones; zone 31 in the first place, 32 in the second …
    private static ZarrFolder stated(int skipped) {
        var codes = new String[PLACES.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = i < skipped ? "nonsense" : String.valueOf(32631 + i);
        }
        ZarrFolder tree = Trees.v2(
                        ("{'other_metadata': {'horizontal_CRS_code': 'EPSG:%s', 'horizontal_crs_code': '%s'},"
                                        + " 'stac_discovery': {'properties': {'proj:code': 'EPSG:%s', 'proj:epsg': '%s'}}}")
                                .formatted(codes[0], codes[1], codes[4], codes[5]))
                .groupV2("group")
                .document("group/.zattrs", "{'proj:code': '%s'}".formatted(codes[6]));
        Trees.array(
                tree,
                "group/spatial_ref",
                "{'grid_mapping_name': 'transverse_mercator', 'crs_wkt': 'PROJCRS[\\'x\\',ID[\\'EPSG\\',%s]]'}"
                        .formatted(codes[2])
                        .replace("\\'", "\\\""));
        return Trees.array(tree, "group/band", "{'proj:epsg': '%s'}".formatted(codes[3]));
    }

    @Test
    void firstPlaceThatMakesSenseIsBelieved() {
        for (int skipped = 0; skipped < PLACES.size(); skipped++) {
            SourceCrs.Found found = find(stated(skipped));
            assertThat(found.crs().epsg()).as(PLACES.get(skipped)).isEqualTo(32631 + skipped);
            List<String> expected = PLACES.subList(0, skipped).stream()
                    .filter(place -> !place.startsWith("crs_wkt"))
                    .toList();
            assertThat(found.rejected()).zipSatisfy(expected, (rejected, place) -> assertThat(rejected)
                    .startsWith(place + " is '"));
        }
    }

    /// Codes are texts with and without authority, and numbers.
    @ParameterizedTest
    @ValueSource(strings = {"'EPSG:32632'", "'epsg:32632'", "'32632'", "32632", "' EPSG:32632 '"})
    void codesHaveManyForms(String code) {
        assertThat(find(Trees.v2("{'other_metadata': {'horizontal_crs_code': %s}}".formatted(code)))
                        .crs()
                        .epsg())
                .isEqualTo(32632);
    }

    @Test
    void gridMappingOfOldTextIsReadToo() {
        ZarrFolder tree = Trees.array(
                ZarrFolder.v2().groupV2("g"),
                "g/crs",
                "{'grid_mapping_name': 'x', 'spatial_ref': 'PROJCS[\\'a\\',GEOGCS[\\'b\\',AUTHORITY[\\'EPSG\\',\\'4326\\']],AUTHORITY[\\'EPSG\\',\\'32719\\']]'}"
                        .replace("\\'", "\\\""));
        assertThat(find(tree).crs().epsg()).isEqualTo(32719);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'other_metadata': {'horizontal_crs_code': 'EPSG:3857'}}",
                "{'other_metadata': {'horizontal_crs_code': null}}",
                "{'other_metadata': {'horizontal_crs_code': ['EPSG:32632']}}",
                "{'other_metadata': 'none'}",
                "{'other_metadata': {'horizontal_crs_code': 32661}}",
            })
    void noneIsAnError(String attributes) {
        assertThatThrownBy(() -> find(Trees.v2(attributes)))
                .isInstanceOfSatisfying(UnusableSourceException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.SOURCE_CORRUPT);
                    assertThat(failure).hasMessageStartingWith("product.zarr names no reference system");
                    assertThat(failure.advice()).contains("EPSG:326xx");
                });
    }
}
