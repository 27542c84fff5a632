package dev.zarrgo.webhook.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What may be asked for below the folder of stores.
final class StorePathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sentinel-2-l2a/S2A.zarr/zarr.json",
                "sentinel-2-l2a/S2A.zarr/measurements/reflectance/r10m/b02/c/0/0",
                "old/S2A.zarr/.zmetadata",
                "old/S2A.zarr/b02/.zarray",
                "sentinel-2-l2a/S2A.overview.png"
            })
    void objectsOfStoresAndTheirPictures(String path) {
        assertThat(StorePath.parse(path)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "zarr.json",
                "S2A.zarr/zarr.json",
                "c/S2A.zarr",
                "c/S2A.zarr/",
                "c//S2A.zarr/zarr.json",
                "c/S2A.zarr/../../x.zarr/zarr.json",
                "../c.zarr/S2A.zarr/zarr.json",
                "c/./S2A.zarr/zarr.json",
                "/c/S2A.zarr/zarr.json",
                "c/S2A.zarr/.b02.part",
                "c/S2A.zarr/r10m/.0.part",
                "c/S2A.zarr.tmp-01/zarr.json",
                "c/S2A.zarr.run.json",
                "c/S2A.zarr.lock",
                "c/S2A.json",
                "c/.hidden.overview.png",
                "c/S2A.zarr/a\u0000b",
                "c/S2A.zarr/a\\..\\b"
            })
    void nothingElse(String path) {
        assertThat(StorePath.parse(path)).isEmpty();
    }

    @Test
    void documentsAreKnownByTheirNames() {
        assertThat(StorePath.parse("c/a.zarr/zarr.json").orElseThrow().mediaType())
                .isEqualTo("application/json");
        assertThat(StorePath.parse("c/a.zarr/.zattrs").orElseThrow().isDocument())
                .isTrue();
        assertThat(StorePath.parse("c/a.zarr/b/c/0").orElseThrow().mediaType()).isEqualTo("application/octet-stream");
        assertThat(StorePath.parse("c/a.overview.png").orElseThrow().mediaType())
                .isEqualTo("image/png");
    }
}
