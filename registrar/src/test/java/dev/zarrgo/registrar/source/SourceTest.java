package dev.zarrgo.registrar.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.Fixtures;
import dev.zarrgo.registrar.http.FakeStacApi;
import dev.zarrgo.registrar.register.Registrations;
import dev.zarrgo.registrar.stac.Item;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {

    @ParameterizedTest
    @CsvSource({"a.json, a", "a.zarr, a", "a.SAFE, a", "a.SEN3, a", "a.b.c, a.b.c", "a.zarr.json, a.zarr"})
    @DisplayName("P2: one suffix goes, nothing else")
    void idsComeFromNames(String name, String id) {
        assertThat(ItemIds.of(name)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".zarr", "a..b", "a/b", "a:b", "a b?", "a\tb", "a+b", "a=b", "a;b"})
    @DisplayName("P2: what catalogues refuse")
    void refusesImpossibleIds(String name) {
        assertThatThrownBy(() -> ItemIds.of(name)).isInstanceOf(InvalidRequestException.class);
    }

    private static final String ROOT =
            "https://objects.eodc.eu:443/e05ab01a9d56408d82ac32d69a5aae2a:202511-s02msil2a-eu/13/products/cpm_v262/"
                    + "S2A_MSIL2A_20251113T102311_N0511_R065_T32TNQ_20251113T142515.zarr";

    @Test
    @DisplayName("P5: a list of items, page by page")
    void readsAllPagesOfAList() {
        try (var server = new FakeStacApi()) {
            for (int page = 1; page <= 3; page++) {
                ObjectNode list = Json.object().put("type", "FeatureCollection");
                list.putArray("features").add(Fixtures.sourceItem().put("id", "item-" + page));
                String next = "%s/pages/%d.json".formatted(server.address(), page + 1);
                ObjectNode link = Json.object().put("rel", "next").put("href", next);
                list.putArray("links").addAll(page < 3 ? List.of(link) : List.of());
                server.serve("/pages/%d.json".formatted(page), list);
            }
            var reader = new SourceReader(Registrations.http());
            assertThat(reader.readAll(server.address() + "/pages/1.json"))
                    .extracting(Source::name)
                    .containsExactly("item-1", "item-2", "item-3");
            assertThat(reader.readAll(server.address() + "/stores/PRODUCT.zarr"))
                    .singleElement()
                    .isInstanceOf(Source.OfProduct.class);
        }
    }

    @Test
    @DisplayName("I2, I4: the root of the product, by its asset")
    void findsTheRoot() {
        ProductRoot root = ProductRoot.of(new Item(Fixtures.sourceItem()));
        assertThat(root).isEqualTo(new ProductRoot(ROOT, List.of()));
        assertThat(root.below(ROOT + "/quality/atmosphere/r10m/aot")).contains("quality/atmosphere/r10m/aot");
        assertThat(root.below(ROOT)).contains("");
        assertThat(root.below("https://elsewhere.example/x.zip")).isEmpty();
    }

    @Test
    @DisplayName("I2: the first asset with .zarr where there is no product; other roots are named")
    void findsTheRootOfAnyAsset() {
        ObjectNode document = Fixtures.sourceItem();
        ObjectNode assets = document.putObject("assets");
        assets.putObject("a").put("href", "https://x.example/not.zarrish/b");
        assets.putObject("b").put("href", "s3://bucket/one.zarr/measurements");
        assets.putObject("c").put("href", "s3://bucket/two.zarr");
        assertThat(ProductRoot.of(new Item(document)))
                .isEqualTo(new ProductRoot("s3://bucket/one.zarr", List.of("s3://bucket/two.zarr")));
    }

    @Test
    @DisplayName("STAC 1.0 becomes 1.1: one list of bands, a code for the reference system")
    void upgradesOldItems() throws IOException {
        ObjectNode old = (ObjectNode) Json.parse("""
                {"type": "Feature", "id": "i", "stac_version": "1.0.0",
                 "stac_extensions": ["https://stac-extensions.github.io/eo/v1.1.0/schema.json",
                                     "https://stac-extensions.github.io/raster/v1.1.0/schema.json",
                                     "https://stac-extensions.github.io/view/v1.0.0/schema.json"],
                 "properties": {"proj:epsg": 32632},
                 "assets": {"a": {"href": "x",
                   "eo:bands": [{"name": "B02", "common_name": "blue", "center_wavelength": 0.49}],
                   "raster:bands": [{"nodata": 0, "data_type": "uint16", "scale": 0.0001, "spatial_resolution": 10}]}}}
                """.getBytes(StandardCharsets.UTF_8));
        ObjectNode upgraded = ItemUpgrade.upgraded(old);
        assertThat(upgraded.path("stac_version").asText()).isEqualTo("1.1.0");
        assertThat(upgraded.path("properties")).isEqualTo(Json.object().put("proj:code", "EPSG:32632"));
        assertThat(Json.text(upgraded.path("assets").path("a")))
                .isEqualTo("{\"href\":\"x\",\"bands\":[{\"name\":\"B02\",\"eo:common_name\":\"blue\","
                        + "\"eo:center_wavelength\":0.49,\"nodata\":0,\"data_type\":\"uint16\",\"raster:scale\":0.0001,"
                        + "\"raster:spatial_resolution\":10}]}");
        assertThat(Json.text(upgraded.path("stac_extensions")))
                .contains("eo/v2.0.0", "raster/v2.0.0", "view/v1.0.0")
                .doesNotContain("projection");
    }

    @Test
    void leavesNewItemsAlone() {
        assertThat(ItemUpgrade.upgraded(Fixtures.sourceItem())).isEqualTo(Fixtures.sourceItem());
    }
}
