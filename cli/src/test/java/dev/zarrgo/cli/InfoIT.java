package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `zarrgo info` says what a store or a product holds: tree, sizes, reference system, levels, ratios.
class InfoIT {

    private static final TestProduct PRODUCT = TestProduct.sample("L2A", 2, TestProduct.SMALL);

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static StoreFolder store;

    @BeforeAll
    static void convert(@TempDir Path folder) {
        store = new StoreFolder(folder.resolve("out.zarr"));
        Invocation.successful("convert", PRODUCT.folder(), store.root(), "--spatial-chunk", 100);
    }

    private static JsonNode json(Object... arguments) throws IOException {
        return Json.parse(Invocation.successful(arguments).out().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode node(JsonNode group, String path) {
        for (JsonNode child : group.path("children")) {
            String name = child.path("path").asText();
            if (name.equals(path)) {
                return child;
            }
            if (path.startsWith(name + "/")) {
                return node(child, path);
            }
        }
        throw new AssertionError("no " + path);
    }

    @Test
    void textShowsFactsAndTree() {
        String text = Invocation.successful("info", store.root()).out();
        assertThat(text)
                .startsWith("out.zarr\n")
                .contains("GeoZarr store, Sentinel-2 L2A, packed", "EPSG:32632, WGS 84 / UTM zone 32N", "ratio ")
                .contains("Total groups: 3", "Group structure:")
                .containsPattern("b02 +330² +uint16 +100² / 400² ")
                .doesNotContain("\u001B");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(Invocation.successful("inspect", store.root()).out()).isEqualTo(text);
    }

    @Test
    void jsonHasTheSameFacts() throws IOException {
        JsonNode json = json("info", store.root(), "--json");
        assertThat(json.path("kind").asText()).isEqualTo("GeoZarr store, Sentinel-2 L2A, packed");
        assertThat(json.path("crs").asText()).isEqualTo("EPSG:32632");
        assertThat(json.path("stored_bytes").asLong()).isEqualTo(store.bytes());
        assertThat(json.path("objects").asInt()).isEqualTo(store.digests().size());
        JsonNode reflectance = node(json.path("root"), "/measurements/reflectance");
        assertThat(reflectance.path("levels").findValuesAsText("asset"))
                .containsExactly("r10m", "r20m", "r60m", "r120m", "r360m", "r720m");
        JsonNode band = node(json.path("root"), "/measurements/reflectance/r10m/b02");
        assertThat(band.path("raw_bytes").asLong()).isEqualTo(2L * 330 * 330);
        assertThat(band.path("chunk_shape")).isEqualTo(Json.array().add(100).add(100));
        assertThat(band.path("shard_shape")).isEqualTo(Json.array().add(400).add(400));
        assertThat(band.path("ratio").asDouble()).isGreaterThan(1);
    }

    @Test
    void verboseShowsAttributes() throws IOException {
        assertThat(Invocation.successful("info", store.root()).out()).doesNotContain("add_offset");
        assertThat(Invocation.successful("info", store.root(), "--verbose").out())
                .contains("add_offset", "-0.1");
        String band = "/measurements/reflectance/r10m/b02";
        assertThat(node(json("info", store.root(), "--json").path("root"), band).has("attributes"))
                .isFalse();
        assertThat(node(json("info", store.root(), "--json", "--verbose").path("root"), band)
                        .path("attributes")
                        .path("add_offset")
                        .asDouble())
                .isEqualTo(-0.1);
    }

    @ParameterizedTest
    @CsvSource({"L1C, 2, 106", "L2A, 2, 149", "L1C, 3, 69", "L2A, 3, 103"})
    void productsAreShownAsWell(String level, int cpm, int arrays) throws IOException {
        Path product = TestProduct.sample(level, cpm, TestProduct.SMALL).folder();
        JsonNode json = json("info", product, "--json");
        assertThat(json.path("kind").asText()).isEqualTo("Sentinel-2 %s product".formatted(level));
        assertThat(json.path("zarr_format").asInt()).isEqualTo(cpm);
        assertThat(json.path("arrays").asInt()).isEqualTo(arrays);
    }

    @Test
    void archiveIsShownLikeItsFolder(@TempDir Path folder) throws IOException {
        Path archive =
                Archives.zip(PRODUCT.folder(), folder.resolve(PRODUCT.folder().getFileName() + ".zip"));
        JsonNode fromFolder = json("info", PRODUCT.folder(), "--json");
        JsonNode fromArchive = json("info", archive, "--json");
        assertThat(fromArchive.path("root")).isEqualTo(fromFolder.path("root"));
    }
}
