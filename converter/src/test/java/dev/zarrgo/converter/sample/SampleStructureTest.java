package dev.zarrgo.converter.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.sample.SampleRequest.Kind;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.GroupMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.HierarchyWriter;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The metadata must be that of real products: of CPM 2 compared with their trees, of CPM 3 with what the
/// specification says of it (section 5). Nothing is written here.
class SampleStructureTest {

    private static final List<String> PLACE = List.of("proj:bbox", "proj:shape");

    @ParameterizedTest
    @EnumSource
    void fullSizeProductsOfCpm2AreTheRealOnes(Kind kind) throws IOException {
        Map<String, JsonNode> expected = realDocuments(kind);
        Hierarchy product = new Cropping(SampleRequest.FULL_SIZE).crop(ProductTree.read(kind));
        Map<String, JsonNode> actual = documents(product);
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach(
                (key, document) -> assertThat(text(in(actual, key))).as(key).isEqualTo(text(document)));
    }

    @ParameterizedTest
    @EnumSource
    void smallProductsOfCpm2DifferFromRealOnesInSizeOnly(Kind kind) throws IOException {
        Map<String, JsonNode> expected = realDocuments(kind);
        Map<String, JsonNode> actual = documents(new Cropping(366).crop(ProductTree.read(kind)));
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((key, document) -> {
            if (!key.equals(".zattrs")) {
                assertThat(text(withoutSize(in(actual, key)))).as(key).isEqualTo(text(withoutSize(document)));
            }
        });
        JsonNode band = in(actual, "measurements/reflectance/r10m/b02/.zarray");
        int chunk = kind == Kind.S2L2A ? 183 : 61;
        assertThat(ProductTree.integers(band.path("shape"))).containsExactly(366, 366);
        assertThat(ProductTree.integers(band.path("chunks"))).containsExactly(chunk, chunk);
    }

    /// Rules I17, I22 and section 10: the box at pixel edges, and the swapped one of the discovery.
    @ParameterizedTest
    @EnumSource
    void smallProductsKeepTheUpperLeftCorner(Kind kind) {
        Hierarchy product = new Cropping(366).crop(ProductTree.read(kind));
        ObjectNode band = product.node("measurements/reflectance/r60m/b09").attributes();
        double left = band.path("proj:transform").path(2).doubleValue();
        double top = band.path("proj:transform").path(5).doubleValue();
        assertThat(numbers(band.path("proj:bbox"))).containsExactly(left, top - 3660, left + 3660, top);
        assertThat(numbers(band.path("proj:shape"))).containsExactly(61.0, 61.0);
        JsonNode discovery = product.root().attributes().path("stac_discovery");
        assertThat(numbers(discovery.path("properties").path("proj:bbox"))).isEqualTo(numbers(band.path("proj:bbox")));
        List<Double> box = numbers(discovery.path("bbox"));
        assertThat(box.get(0)).isGreaterThan(box.get(2)).isLessThan(box.get(2) + 0.1);
        assertThat(discovery.path("geometry").path("coordinates").path(0)).hasSize(5);
    }

    @Test
    void imageSizesAreThoseOfTheProduct() {
        JsonNode sizes = new Cropping(366)
                .crop(ProductTree.read(Kind.S2L1C))
                .root()
                .attributes()
                .path("stac_discovery")
                .path("properties")
                .path("eopf:image_size");
        assertThat(sizes.findValues("rows").stream().map(JsonNode::asInt)).containsExactly(366, 183, 61);
    }

    /// Rules I12 and I23: what is wrong in real products is wrong in samples.
    @Test
    void defectsOfRealMetadataAreKept() {
        ObjectNode upper = ProductTree.read(Kind.S2L1C).root().attributes();
        assertThat(upper.has("other_metadata4")).isTrue();
        assertThat(upper.path("stac_discovery")
                        .path("properties")
                        .path("datetime")
                        .asText())
                .isEqualTo("null");
        ObjectNode lower = ProductTree.read(Kind.S2L2A).root().attributes();
        assertThat(lower.path("stac_discovery").path("id").asText()).endsWith(".SAFE");
        assertThat(lower.path("stac_discovery")
                        .path("properties")
                        .path("datetime")
                        .isNull())
                .isTrue();
        assertThat(lower.path("stac_discovery")
                        .path("assets")
                        .path("analytic")
                        .path("href")
                        .asText())
                .isEqualTo("null");
    }

    // --- CPM 3

    private static Hierarchy cpm3(Kind kind, int size) {
        return Cpm3Tree.of(new Cropping(size).crop(ProductTree.read(kind)), new SampleRequest(kind, 3, size, 1));
    }

    @ParameterizedTest
    @EnumSource
    void groupsOfCpm3HaveNoAttributes(Kind kind) {
        cpm3(kind, 366).below("").forEach((path, node) -> {
            if (node instanceof GroupMetadata) {
                assertThat(node.attributes().isEmpty()).as(path).isTrue();
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void arraysOfCpm3SayNothingTwice(Kind kind) {
        cpm3(kind, 366).arrays().forEach((path, array) -> {
            assertThat(array.rank()).as(path).isPositive();
            assertThat(array.dimensionNames()).as(path).hasSize(array.rank());
            assertThat(names(array.attributes()))
                    .as(path)
                    .noneMatch(name -> name.startsWith("proj:") || name.startsWith("_eopf") || name.startsWith("_ARR"));
            assertThat(Json.text(HierarchyWriter.document(array).path("codecs")))
                    .as(path)
                    .endsWith("{\"name\":\"zstd\",\"configuration\":{\"level\":0,\"checksum\":false}}]");
        });
    }

    @Test
    void chunksOfCpm3AreAThirtySixthOfTheImage() {
        for (ArrayMetadata array :
                cpm3(Kind.S2L2A, SampleRequest.FULL_SIZE).arrays().values()) {
            if (array.rank() == 2 && array.shape().getFirst() > 1000) {
                assertThat(array.chunkShape())
                        .isEqualTo(
                                array.shape().stream().map(length -> length / 6).toList());
            }
        }
    }

    /// Rules I9 and I10: nodata is in the attribute `fill_value`, `_FillValue` is missing, `valid_max` is
    /// wrong.
    @Test
    void packedArraysOfCpm3HaveNoFillValueOfXarray() {
        Hierarchy product = cpm3(Kind.S2L2A, 366);
        ObjectNode band = product.node("measurements/reflectance/r60m/b03").attributes();
        assertThat(text(band))
                .isEqualTo(
                        "{\"add_offset\":-0.1,\"dtype\":\"<u2\",\"fill_value\":0,\"long_name\":\"BOA reflectance from"
                                + " MSI acquisition at spectral band 03 560 nm\",\"scale_factor\":1.0E-4,\"short_name\":"
                                + "\"b03_60m\",\"units\":\"digital_counts\",\"valid_max\":6553,\"valid_min\":1}");
        assertThat(text(product.node("conditions/mask/l2a_classification/r20m/scl")
                        .attributes()))
                .contains("\"add_offset\":0,", "\"scale_factor\":1,", "\"fill_value\":0,");
        assertThat(product.node("conditions/mask/l2a_classification/r60m/scl")
                        .attributes()
                        .has("scale_factor"))
                .isFalse();
        assertThat(text(product.node("quality/atmosphere/r20m/wvp").attributes()))
                .contains("\"scale_factor\":0.001,", "\"units\":\"cm\"");
    }

    @Test
    void probabilitiesOfCpm3AreFloats() {
        Hierarchy product = cpm3(Kind.S2L2A, 366);
        ArrayMetadata clouds = product.array("quality/probability/r20m/cld").orElseThrow();
        assertThat(text(HierarchyWriter.document(clouds)))
                .contains("\"data_type\":\"float32\"", "\"fill_value\":\"NaN\"");
        assertThat(text(clouds.attributes())).contains("\"_FillValue\":\"AAAAAAAA+H8=\"", "\"fill_value\":101");
    }

    /// Rule I8: texts that are bytes, in Zarr v3.
    @Test
    void textsOfCpm3AreBytesOrFixedLength() {
        Hierarchy product = cpm3(Kind.S2L1C, 366);
        assertThat(text(HierarchyWriter.document(product.node("conditions/geometry/detector"))))
                .contains(
                        "{\"configuration\":{\"length_bytes\":3},\"name\":\"null_terminated_bytes\"}",
                        "\"fill_value\":\"\"");
        assertThat(text(HierarchyWriter.document(product.node("conditions/geometry/angle"))))
                .contains("{\"configuration\":{\"length_bytes\":28},\"name\":\"fixed_length_utf32\"}");
    }

    @Test
    void assetsOfCpm3HaveIrregularNames() {
        JsonNode discovery = cpm3(Kind.S2L2A, 366).root().attributes().path("stac_discovery");
        JsonNode assets = discovery.path("assets");
        for (String name :
                List.of("b02_10m", "b03_r10m", "b01_60m", "b09_r60m", "wvc", "wvp_r20m", "scl_r20m", "cld")) {
            assertThat(assets.path(name).path("title").asText()).isEqualTo(name);
        }
        assertThat(text(assets.path("b02_10m")))
                .isEqualTo("{\"href\":\"/measurements/reflectance/r10m/b02\",\"title\":\"b02_10m\"}");
        assertThat(discovery.path("id").asText()).matches("S02MSIL2A_20251008T100041_00000_A0122_T[0-9A-F]{3}");
    }

    @ParameterizedTest
    @EnumSource
    void rootsOfCpm3AreOfStac11(Kind kind) {
        ObjectNode root = cpm3(kind, 366).root().attributes();
        assertThat(names(root)).containsExactlyInAnyOrder("other_metadata", "processing_history", "stac_discovery");
        JsonNode properties = root.path("stac_discovery").path("properties");
        assertThat(properties.path("proj:code").asText()).isEqualTo("EPSG:32632");
        assertThat(properties.path("proj:wkt2").asText()).startsWith("PROJCS[");
        assertThat(properties.has("proj:epsg")).isFalse();
        assertThat(properties.path("datetime").asText()).endsWith("Z");
        assertThat(properties.path("instruments").path(0).asText()).isEqualTo("msi");
        assertThat(properties.path("bands").path(1).path("eo:center_wavelength").doubleValue())
                .isBetween(0.49, 0.50);
        JsonNode other = root.path("other_metadata");
        assertThat(other.path("horizontal_crs_code").asText()).isEqualTo("EPSG:32632");
        assertThat(other.path("utm_zone_identification").asText()).isEqualTo("UTM zone 32N");
        assertThat(other.path("band_description")
                        .path("8A")
                        .path("physical_gain")
                        .isNumber())
                .isTrue();
        assertThat(text(root.path("processing_history")).length()).isBetween(20_000, 80_000);
    }

    // --- reading the trees

    /// Every document of a real product by key.
    private static Map<String, JsonNode> realDocuments(Kind kind) throws IOException {
        try (InputStream tree = SampleStructureTest.class.getResourceAsStream(kind + ".json")) {
            var documents = new TreeMap<String, JsonNode>();
            collect("", Json.parse(tree.readAllBytes()), documents);
            return documents;
        }
    }

    private static void collect(String path, JsonNode node, Map<String, JsonNode> documents) {
        ObjectNode document = node.deepCopy();
        JsonNode attributes = document.remove("attributes");
        JsonNode members = document.remove("members");
        documents.put(Hierarchy.child(path, ".zattrs"), attributes);
        documents.put(Hierarchy.child(path, node.has("shape") ? ".zarray" : ".zgroup"), document);
        if (members != null) {
            members.properties()
                    .forEach(member -> collect(Hierarchy.child(path, member.getKey()), member.getValue(), documents));
        }
    }

    private static Map<String, JsonNode> documents(Hierarchy product) {
        var documents = new TreeMap<String, JsonNode>();
        Zarr2Writer.documents(product).forEach((key, document) -> {
            if (!key.equals(Zarr2Writer.ROOT_KEY)) {
                documents.put(key, parsed(document));
            }
        });
        return documents;
    }

    private static JsonNode in(Map<String, JsonNode> documents, String key) {
        return documents.getOrDefault(key, MissingNode.getInstance());
    }

    private static JsonNode parsed(byte[] document) {
        try {
            return Json.parse(document);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static JsonNode withoutSize(JsonNode document) {
        ObjectNode copy = document.deepCopy();
        copy.remove(PLACE);
        copy.remove(Set.of("shape", "chunks"));
        return copy;
    }

    /// The members in order, and numbers as Java prints them: `0.00002` and `2e-05` are the same.
    private static String text(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                var members = new ArrayList<String>();
                object.properties()
                        .forEach(member -> members.add("\"" + member.getKey() + "\":" + text(member.getValue())));
                members.sort(null);
                yield "{" + String.join(",", members) + "}";
            }
            case JsonNode list
            when list.isArray() -> {
                var items = new ArrayList<String>();
                list.forEach(item -> items.add(text(item)));
                yield "[" + String.join(",", items) + "]";
            }
            case JsonNode number when number.isFloatingPointNumber() -> Double.toString(number.doubleValue());
            default -> Json.text(node);
        };
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static List<Double> numbers(JsonNode list) {
        var numbers = new ArrayList<Double>();
        list.forEach(item -> numbers.add(item.doubleValue()));
        return numbers;
    }
}
