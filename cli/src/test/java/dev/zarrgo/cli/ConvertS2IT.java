package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Scripts written for eopf-geozarr go on working: the same stores under its names (section 14 of the
/// output specification).
class ConvertS2IT {

    private static final TestProduct PRODUCT = TestProduct.sample("L2A", 3, TestProduct.SMALL);

    /// What `convert` makes, by encoding.
    private static final Map<String, Map<String, String>> OURS = new HashMap<>();

    @BeforeAll
    static void convert(@TempDir Path folder) {
        for (String encoding : List.of("packed", "codec")) {
            var store = new StoreFolder(folder.resolve(encoding + ".zarr"));
            Invocation.successful("convert", PRODUCT.folder(), store.root(), "--encoding", encoding);
            OURS.put(encoding, store.digests());
        }
    }

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
        var theirs = new StoreFolder(folder.resolve("theirs.zarr"));
        Object[] command = option.isEmpty()
                ? new Object[] {"convert-s2-optimized", PRODUCT.folder(), theirs.root()}
                : new Object[] {"convert-s2-optimized", PRODUCT.folder(), theirs.root(), option};
        Invocation.successful(command);
        assertThat(theirs.digests()).isEqualTo(OURS.get(encoding));
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
