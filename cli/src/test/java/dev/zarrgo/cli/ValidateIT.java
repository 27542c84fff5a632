package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.EnabledIfOracle;
import dev.zarrgo.testkit.Oracle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `zarrgo validate` finds what is wrong with a store or a product, says where, and ends with 1 (section 15
/// of the output specification).
class ValidateIT {

    private static final TestProduct L2A = TestProduct.sample("L2A", 2, TestProduct.SMALL);
    private static final TestProduct L1C = TestProduct.sample("L1C", 2, TestProduct.SMALL);
    private static final String REFLECTANCE = "measurements/reflectance";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path store;

    @BeforeEach
    void convert() {
        store = folder.resolve("out.zarr");
        Invocation.successful("convert", L2A.folder(), store, "--spatial-chunk", 100);
    }

    private void edit(String path, Consumer<ObjectNode> change) throws IOException {
        Path file = store.resolve(path).resolve("zarr.json");
        var document = (ObjectNode) Json.parse(Files.readAllBytes(file));
        change.accept(document);
        Files.write(file, Json.bytes(document));
    }

    private static JsonNode json(Invocation invocation) {
        try {
            return Json.parse(invocation.out().getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static List<String> paths(Invocation invocation) {
        return List.copyOf(new TreeSet<>(json(invocation).path("violations").findValuesAsText("path")));
    }

    @Test
    void validStoreIsValid() {
        Invocation text = Invocation.successful("validate", store);
        assertThat(text.out()).startsWith("Validation Results: " + store).contains("✅ 0 errors, 0 warnings in ");
        JsonNode json = json(Invocation.successful("validate", store, "--json"));
        assertThat(json.path("store").asText()).isEqualTo(store.toString());
        assertThat(json.path("valid").asBoolean()).isTrue();
        assertThat(json.path("violations")).isEmpty();
    }

    @Test
    void violationNamesRulePathAndReason() throws IOException {
        String level = REFLECTANCE + "/r20m";
        edit(level, document -> document.withObjectProperty("attributes").remove("spatial:bbox"));
        Invocation text = Invocation.of("validate", store);
        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.out())
                .containsPattern("(?m)^  R\\d+ +error +/" + level + " +\\S")
                .doesNotContain("✅");
        JsonNode json = json(Invocation.of("validate", store, "--json"));
        assertThat(json.path("valid").asBoolean()).isFalse();
        assertThat(json.path("violations")).isNotEmpty().allSatisfy(violation -> {
            assertThat(violation.path("rule").asText()).matches("[RV]\\d+");
            assertThat(violation.path("severity").asText()).isIn("error", "warning");
            assertThat(violation.path("path").asText()).startsWith("/");
            assertThat(violation.path("message").asText()).isNotBlank();
        });
    }

    /// Section 19: what older readers ask for is allowed, and not as it should be.
    @Test
    void warningsCountWhereThePersonWantsIt() {
        Invocation.successful("convert", L2A.folder(), store, "--overwrite", "--conventions", "v1");
        Invocation usual = Invocation.successful("validate", store);
        assertThat(usual.out()).containsPattern("0 errors, [1-9]\\d* warnings");
        Invocation strict = Invocation.of("validate", store, "--strict");
        assertThat(strict.exitCode()).isEqualTo(1);
        assertThat(strict.out()).doesNotContain("✅");
        assertThat(json(Invocation.of("validate", store, "--strict", "--json"))
                        .path("valid")
                        .asBoolean())
                .isFalse();
    }

    // --- values

    /// One element of an array of each kind is changed by zarr-python, which leaves everything else as it
    /// is. No other array is made from these.
    @Test
    @EnabledIfOracle
    void everyWrongValueIsFound() {
        List<String> changed = List.of(
                "conditions/geometry/sun_angles",
                "conditions/mask/detector_footprint/r20m/b05",
                "conditions/mask/l1c_classification/r720m/b00",
                "conditions/mask/l2a_classification/r120m/scl",
                "measurements/reflectance/r10m/b02",
                "measurements/reflectance/r20m/b08",
                "measurements/reflectance/r720m/b12",
                "quality/atmosphere/r10m/aot",
                "quality/mask/r10m/b03",
                "quality/probability/r360m/snw");
        Oracle.installed().run(ValidateIT.class, "edit_pixels.py", argumentsFor(changed));
        Invocation found = Invocation.of("validate", store, "--source", L2A.folder(), "--json");
        assertThat(found.exitCode()).isEqualTo(1);
        assertThat(paths(found))
                .containsExactlyElementsOf(changed.stream().map("/"::concat).toList());
        for (int threads : new int[] {1, 3}) {
            assertThat(Invocation.of("validate", store, "--source", L2A.folder(), "--json", "--threads", threads))
                    .isEqualTo(found);
        }
    }

    private Object[] argumentsFor(List<String> arrays) {
        var arguments = new ArrayList<Object>(List.of(store));
        arguments.addAll(arrays);
        return arguments.toArray();
    }

    @Test
    void otherProductIsNotTheSource() {
        Invocation found = Invocation.of("validate", store, "--source", L1C.folder());
        assertThat(found.exitCode()).isEqualTo(1);
        assertThat(found.out()).contains("/measurements/reflectance/r10m/b02");
    }

    @Test
    void damagedChunkIsFound() throws IOException {
        Path shard = store.resolve(REFLECTANCE + "/r10m/b02/c/0/0");
        byte[] bytes = Files.readAllBytes(shard);
        bytes[bytes.length - 5] ^= 1; // within the index
        Files.write(shard, bytes);
        Invocation found = Invocation.of("validate", store);
        assertThat(found.exitCode()).isEqualTo(1);
        assertThat(found.out()).containsPattern("error +/" + REFLECTANCE + "/r10m/b02 ");
    }

    // --- products

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void everyDamagedChunkOfAProductIsNamed(int cpm) {
        DamagedProduct product =
                DamagedProduct.of(TestProduct.sample("L2A", cpm, TestProduct.SMALL), folder.resolve("product.zarr"));
        assertThat(Invocation.successful("validate", product.folder()).out()).contains("✅ 0 errors");
        String b02 = REFLECTANCE + "/r10m/b02";
        String b05 = REFLECTANCE + "/r20m/b05";
        product.change(product.chunk(b02, 0, 0), bytes -> new byte[bytes.length])
                .change(product.chunk(b02, 1, 1), bytes -> Arrays.copyOf(bytes, bytes.length / 2))
                .change(product.chunk(b05, 0, 0), _ -> new byte[0])
                .withoutNode(REFLECTANCE + "/r60m/b09");
        Invocation found = Invocation.of("validate", product.folder());
        assertThat(found.exitCode()).isEqualTo(1);
        assertThat(found.out())
                .containsPattern("I8 +error +/" + b02 + " +chunk 0.0: ")
                .containsPattern("I8 +error +/" + b02 + " +chunk 1.1: ")
                .containsPattern("I8 +error +/" + b05 + " +chunk 0.0: ")
                .containsPattern("I14 +error +/" + REFLECTANCE + "/r60m/b09 +is missing")
                .contains("4 errors, 0 warnings");
    }

    @Test
    void productHasNoSource() {
        Invocation refused = Invocation.of("validate", L2A.folder(), "--source", L2A.folder());
        assertThat(refused.exitCode()).isEqualTo(64);
        assertThat(refused.err()).contains("--source goes with a store");
    }

    // --- neither

    @ParameterizedTest
    @CsvSource({"absent.zarr, 66", "empty.zarr, 66", "file.zarr, 65", "no.json, 66"})
    void whatIsNeitherIsNotJudged(String name, int exitCode) throws IOException {
        Files.createDirectories(folder.resolve("empty.zarr"));
        Files.writeString(folder.resolve("file.zarr"), "text");
        Invocation refused = Invocation.of("validate", folder.resolve(name));
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(exitCode);
        assertThat(refused.err()).startsWith("error: ").contains(name, "try: ");
        assertThat(refused.out()).isEmpty();
    }
}
