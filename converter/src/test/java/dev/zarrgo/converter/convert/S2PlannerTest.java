package dev.zarrgo.converter.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.geozarr.Convention;
import dev.zarrgo.converter.product.Product.ProcessingLevel;
import dev.zarrgo.converter.product.S2Resolution;
import dev.zarrgo.converter.raster.Reduction;
import dev.zarrgo.converter.sample.SampleProduct;
import dev.zarrgo.converter.sample.SampleRequest;
import dev.zarrgo.converter.sample.SampleRequest.Kind;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.HierarchyReader;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.converter.zarr.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is decided before the first pixel is read, from the metadata of samples, whole and mutilated
/// (sections 4 to 10 of the output specification).
class S2PlannerTest {

    private static final int SIZE = 180;
    private static final String REFLECTANCE = "measurements/reflectance/";

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Store l2a;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Store l1c;

    @BeforeAll
    static void makeSamples(@TempDir Path folder) {
        l2a = sample(Kind.S2L2A, folder);
        l1c = sample(Kind.S2L1C, folder);
    }

    private static Store sample(Kind kind, Path folder) {
        Location location = Location.of(folder.resolve(kind + ".zarr"));
        SampleProduct.make(new SampleRequest(kind, 2, SIZE, 1), location, 2, (done, total) -> {}, new Cancellation());
        return Stores.open(location);
    }

    @AfterAll
    static void closeSamples() {
        l2a.close();
        l1c.close();
    }

    private static ConversionPlan plan(Store store, Hierarchy source, ConversionOptions options) {
        ProcessingLevel level = store == l2a ? ProcessingLevel.L2A : ProcessingLevel.L1C;
        return S2Planner.plan(store, source, level, options, Json.object());
    }

    private static ConversionPlan plan(Store store) {
        return plan(store, HierarchyReader.read(store), ConversionOptions.DEFAULT);
    }

    private static ConversionPlan plan(ConversionOptions options) {
        return plan(l2a, HierarchyReader.read(l2a), options);
    }

    /// The plan of the L2A sample after something was done to its nodes.
    private static ConversionPlan planWithout(Consumer<NavigableMap<String, Node>> change) {
        var nodes = new TreeMap<String, Node>(HierarchyReader.read(l2a).nodes());
        change.accept(nodes);
        return plan(l2a, new Hierarchy(nodes), ConversionOptions.DEFAULT);
    }

    private static ArrayMetadata array(ConversionPlan plan, String path) {
        return plan.target().array(path).orElseThrow(() -> new AssertionError("no " + path));
    }

    private static RasterPlan raster(ConversionPlan plan, String path) {
        return plan.rasters().stream()
                .filter(raster -> raster.sourcePath().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> paths(List<LevelPlan> levels) {
        return levels.stream().map(LevelPlan::path).toList();
    }

    // --- which arrays there are, and what they are made from

    /// Rules R44, R45, R47: what is injected comes from the finest level that has it.
    @Test
    void bandsAreMadeFromTheLevelsThatTheRulesName() {
        LevelPlan b08 = raster(plan(l2a), REFLECTANCE + "r10m/b08").finest();
        assertThat(paths(b08.coarser())).containsExactly(REFLECTANCE + "r20m/b08", REFLECTANCE + "r60m/b08");
        assertThat(b08.coarser()).extracting(LevelPlan::factor).containsExactly(2, 6);
        assertThat(paths(b08.coarser().get(0).coarser())).isEmpty();
        LevelPlan r60m = b08.coarser().get(1);
        assertThat(paths(r60m.coarser())).containsExactly(REFLECTANCE + "r120m/b08");
        LevelPlan r360m = r60m.coarser().getFirst().coarser().getFirst();
        assertThat(r360m.factor()).isEqualTo(3);
        assertThat(paths(r360m.coarser())).containsExactly(REFLECTANCE + "r720m/b08");
        assertThat(raster(plan(l2a), REFLECTANCE + "r10m/b02").finest().coarser())
                .as("L2A has its own b02 at 20 and 60 m")
                .isEmpty();
        LevelPlan ofL1c = raster(plan(l1c), REFLECTANCE + "r20m/b05").finest();
        assertThat(paths(ofL1c.coarser())).containsExactly(REFLECTANCE + "r60m/b05");
        assertThat(ofL1c.coarser().getFirst().factor()).isEqualTo(3);
    }

    /// Rule R43: quicklooks are dropped, every other array is there.
    @Test
    void everyArrayOfTheSourceIsInTheTarget() {
        for (Store store : List.of(l2a, l1c)) {
            ConversionPlan plan = plan(store);
            HierarchyReader.read(store).arrays().forEach((path, array) -> {
                boolean expected = array.rank() > 0 && !path.contains("quicklook");
                assertThat(plan.target().array(path).isPresent()).as(path).isEqualTo(expected);
            });
        }
    }

    /// Rule R46.
    @Test
    void injectedBandsSayWhereTheyComeFrom() {
        ArrayMetadata injected = array(plan(l2a), REFLECTANCE + "r60m/b08");
        assertThat(injected.attributes().path("_derived_from").asText()).isEqualTo("r10m");
        assertThat(injected.attributes().path("_factor").asInt()).isEqualTo(6);
        assertThat(injected.attributes().path("_resampling_mode").asText()).isEqualTo("mean");
        ArrayMetadata origin = array(plan(l2a), REFLECTANCE + "r10m/b08");
        for (String kept : List.of("long_name", "units", "scale_factor", "add_offset", "_FillValue")) {
            assertThat(injected.attributes().get(kept))
                    .as(kept)
                    .isEqualTo(origin.attributes().get(kept));
        }
        assertThat(origin.attributes().has("_derived_from")).isFalse();
        assertThat(array(plan(l2a), REFLECTANCE + "r120m/b08").attributes().has("_derived_from"))
                .isFalse();
    }

    /// Rules R56 to R58.
    @Test
    void masksBecomePyramids() {
        ConversionPlan plan = plan(l2a);
        assertThat(plan.multiscaleGroups())
                .containsExactlyInAnyOrder(
                        "measurements/reflectance",
                        "conditions/mask/l1c_classification",
                        "conditions/mask/l2a_classification",
                        "quality/probability");
        assertThat(plan(l1c).multiscaleGroups())
                .containsExactlyInAnyOrder("measurements/reflectance", "conditions/mask/l1c_classification");
        RasterPlan scl = raster(plan, "conditions/mask/l2a_classification/r60m/scl");
        assertThat(scl.reduction()).isEqualTo(Reduction.NEAREST);
        assertThat(paths(scl.finest().coarser())).containsExactly("conditions/mask/l2a_classification/r120m/scl");
        assertThat(raster(plan, "conditions/mask/l2a_classification/r20m/scl")
                        .finest()
                        .coarser())
                .as("60 m is the source's own")
                .isEmpty();
        assertThat(raster(plan, "quality/mask/r10m/b02").finest().coarser()).isEmpty();
    }

    /// Rule R59: a pyramid needs all of its arrays; without one there is a warning, and nothing of it.
    @ParameterizedTest
    @CsvSource({
        "quality/probability/r20m/cld, quality/probability, snw",
        "quality/probability/r20m/snw, quality/probability, cld",
        "conditions/mask/l2a_classification/r20m/scl, conditions/mask/l2a_classification, scl",
        "conditions/mask/l1c_classification/r60m/b00, conditions/mask/l1c_classification, b00"
    })
    void incompletePyramidIsNone(String missing, String group, String other) {
        ConversionPlan plan = planWithout(nodes -> nodes.remove(missing));
        assertThat(plan.warnings()).containsExactly("/%s is missing: no pyramid in /%s".formatted(missing, group));
        assertThat(plan.multiscaleGroups()).doesNotContain(group);
        assertThat(plan.target().array("%s/r120m/%s".formatted(group, other))).isEmpty();
        assertThat(plan.target().group(group).orElseThrow().attributes().has("multiscales"))
                .isFalse();
    }

    /// Rule R48.
    @Test
    void levelsCanEndEarlier() {
        var options = new ConversionOptions(
                Encoding.PACKED, 512, 1, true, S2Resolution.R20M, true, Optional.empty(), Convention.Version.V0_1);
        ConversionPlan plan = plan(options);
        assertThat(plan.target().group(REFLECTANCE + "r120m")).isEmpty();
        assertThat(plan.target().array(REFLECTANCE + "r20m/b08")).isPresent();
        assertThat(plan.target().array(REFLECTANCE + "r60m/b08"))
                .as("not injected")
                .isEmpty();
        assertThat(plan.target().array(REFLECTANCE + "r60m/b01")).as("copied").isPresent();
        assertThat(plan.target()
                        .group("measurements/reflectance")
                        .orElseThrow()
                        .attributes()
                        .path("multiscales")
                        .path("layout")
                        .findValuesAsText("asset"))
                .containsExactly("r10m", "r20m");
    }

    // --- how they are stored

    /// Rules R26 to R33.
    @ParameterizedTest
    @EnumSource
    void encodingDecidesTypesOfReflectanceAndNothingElse(Encoding encoding) {
        ConversionPlan plan = plan(new ConversionOptions(
                encoding, 512, 1, true, S2Resolution.R720M, true, Optional.empty(), Convention.Version.V0_1));
        for (String level : List.of("r10m", "r60m", "r720m")) {
            ArrayMetadata band = array(plan, REFLECTANCE + level + "/b02");
            ObjectNode attributes = band.attributes();
            boolean packed = encoding == Encoding.PACKED;
            assertThat(band.type()).isEqualTo(packed ? DataType.UINT16 : DataType.FLOAT32);
            assertThat(band.storedType()).isEqualTo(encoding == Encoding.FLOAT32 ? DataType.FLOAT32 : DataType.UINT16);
            assertThat(attributes.has("scale_factor")).isEqualTo(packed);
            assertThat(attributes.path("_FillValue").asText()).isEqualTo(packed ? "0" : "AAAAAAAA+H8=");
            assertThat(String.valueOf(band.fillValue())).isEqualTo(packed ? "0" : "\"NaN\"");
            assertThat(attributes.path("units").asText()).isEqualTo("1");
        }
        ArrayMetadata scl = array(plan, "conditions/mask/l2a_classification/r20m/scl");
        assertThat(scl.type()).isEqualTo(DataType.UINT8);
        assertThat(scl.attributes().has("_FillValue")).isFalse();
        assertThat(array(plan, "quality/mask/r10m/b02").type()).isEqualTo(DataType.UINT8);
    }

    /// Rules R3, R64, R65.
    @Test
    void attributesOfTheSourceAreCleaned() {
        ConversionPlan plan = plan(l2a);
        plan.target().arrays().forEach((path, array) -> assertThat(
                        array.attributes().has("_eopf_attrs")
                                || array.attributes().has("_ARRAY_DIMENSIONS")
                                || array.attributes().has("proj:wkt2"))
                .as(path)
                .isFalse());
        assertThat(array(plan, "quality/probability/r20m/cld").attributes().has("coordinates"))
                .as("the scalar band is gone")
                .isFalse();
        ObjectNode group =
                plan.target().group("quality/probability/r20m").orElseThrow().attributes();
        assertThat(group.path("scalar_coordinates").path("band").has("value")).isTrue();
        ArrayMetadata band = array(plan, REFLECTANCE + "r10m/b02");
        for (String gone : List.of("dtype", "fill_value", "valid_min", "valid_max")) {
            assertThat(band.attributes().has(gone)).as(gone).isFalse();
        }
    }

    /// Rule R66: what EOPF says of the place is true at every level.
    @Test
    void placesAreThoseOfTheLevel() {
        ObjectNode attributes = array(plan(l2a), REFLECTANCE + "r360m/b02").attributes();
        assertThat(attributes.path("proj:shape")).isEqualTo(Json.array().add(5).add(5));
        assertThat(attributes.path("proj:transform").path(0).asInt()).isEqualTo(360);
        assertThat(attributes.path("proj:transform").path(2))
                .isEqualTo(array(plan(l2a), REFLECTANCE + "r10m/b02")
                        .attributes()
                        .path("proj:transform")
                        .path(2));
    }

    /// Rule R67.
    @Test
    void reflectanceIsNamedAfterTheLevelOfProcessing() {
        assertThat(array(plan(l2a), REFLECTANCE + "r720m/b02")
                        .attributes()
                        .path("standard_name")
                        .asText())
                .isEqualTo("surface_bidirectional_reflectance");
        assertThat(array(plan(l1c), REFLECTANCE + "r720m/b02")
                        .attributes()
                        .path("standard_name")
                        .asText())
                .isEqualTo("toa_bidirectional_reflectance");
    }

    @Test
    void labelIsForPeople() {
        assertThat(plan(l2a).label()).isEqualTo("S2A L2A 2025-10-08 T32TQM (CPM 2, Zarr v2)");
    }

    // --- what cannot be

    private static void assertFails(int exitCode, String message, Consumer<NavigableMap<String, Node>> change) {
        assertThatThrownBy(() -> planWithout(change))
                .isInstanceOfSatisfying(ZarrgoException.class, failure -> assertThat(ExitCode.of(failure))
                        .isEqualTo(exitCode))
                .hasMessageContaining("S2L2A.zarr: ")
                .hasMessageContaining(message);
    }

    private static void reshape(NavigableMap<String, Node> nodes, String path, List<Integer> shape) {
        nodes.computeIfPresent(path, (_, node) -> {
            var array = (ArrayMetadata) node;
            return new ArrayMetadata(
                    array.zarrFormat(),
                    array.type(),
                    shape,
                    shape,
                    array.chunkKeys(),
                    array.fillValue(),
                    array.codecs(),
                    shape.size() == array.rank() ? array.dimensionNames() : List.of(),
                    array.attributes());
        });
    }

    @Test
    void incompleteProductsAreNamed() {
        for (String level : List.of("r10m", "r20m", "r60m")) {
            assertFails(64, "group /measurements/reflectance/" + level, nodes -> nodes.keySet()
                    .removeIf(path -> path.startsWith(REFLECTANCE + level)));
        }
        assertFails(
                65, "array /" + REFLECTANCE + "r60m/b09 is missing", nodes -> nodes.remove(REFLECTANCE + "r60m/b09"));
        assertFails(
                65,
                "group /" + REFLECTANCE + "r20m has no coordinates x and y",
                nodes -> nodes.remove(REFLECTANCE + "r20m/y"));
    }

    @Test
    void shapesHaveToFit() {
        assertFails(
                65,
                "array /" + REFLECTANCE + "r10m/b02 has shape [180, 90]",
                nodes -> reshape(nodes, REFLECTANCE + "r10m/b02", List.of(180, 90)));
        assertFails(
                65,
                "array /" + REFLECTANCE + "r10m/x has shape [180, 1]",
                nodes -> reshape(nodes, REFLECTANCE + "r10m/x", List.of(180, 1)));
        assertFails(
                65,
                "array /conditions/geometry/sun_angles has shape",
                nodes -> reshape(nodes, "conditions/geometry/sun_angles", List.of(2, 2300, 2300)));
    }
}
