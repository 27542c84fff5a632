package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Scripts written for eopf-geozarr go on working: the same stores under its names (section 14 of the
/// output specification).
class ConvertS2IT {

    private static final TestProduct PRODUCT = TestProduct.sample("L2A", 3, TestProduct.SMALL);

    @ParameterizedTest
    @CsvSource({
        "'', packed",
        "--keep-scale-offset, packed",
        "--no-scale-offset-codec, packed",
        "--experimental-scale-offset-codec, codec",
        "--enable-sharding, packed",
        "--skip-validation, packed"
    })
    void optionsOfThePythonToolMakeTheSameStores(String option, String encoding, @TempDir Path folder) {
        var ours = new StoreFolder(folder.resolve("ours.zarr"));
        var theirs = new StoreFolder(folder.resolve("theirs.zarr"));
        Invocation.successful("convert", PRODUCT.folder(), ours.root(), "--encoding", encoding);
        if (option.isEmpty()) {
            Invocation.successful("convert-s2-optimized", PRODUCT.folder(), theirs.root());
        } else {
            Invocation.successful("convert-s2-optimized", PRODUCT.folder(), theirs.root(), option);
        }
        assertThat(theirs.digests()).isEqualTo(ours.digests());
    }

    @Test
    void otherProductsAreRefused(@TempDir Path folder) {
        Path other = DamagedProduct.of(PRODUCT, folder.resolve("product.zarr"))
                .rootAttributes(attributes -> attributes
                        .withObjectProperty("stac_discovery")
                        .withObjectProperty("properties")
                        .put("product:type", "S01SIWGRH"))
                .folder();
        Invocation refused = Invocation.of("convert-s2-optimized", other, folder.resolve("out.zarr"));
        assertThat(refused.exitCode()).isEqualTo(65);
        assertThat(refused.err()).contains("Input dataset is not a Sentinel-2 product");
    }
}
