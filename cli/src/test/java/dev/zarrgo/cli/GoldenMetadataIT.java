package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.GoldenJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The documents of converted products, so that no change of metadata goes unseen: one node of every kind
/// as it is, and a line about each of the others (sections 2 to 10 of the output specification).
class GoldenMetadataIT {

    /// Sound, and as small as samples get.
    private static final int SIZE = 180;

    /// One of every kind, as far as a product has it.
    private static final List<String> CHOSEN = List.of(
            "",
            "measurements/reflectance",
            "measurements/reflectance/r10m",
            "measurements/reflectance/r10m/b02",
            "measurements/reflectance/r10m/spatial_ref",
            "measurements/reflectance/r10m/x",
            "measurements/reflectance/r20m/b08",
            "measurements/reflectance/r720m",
            "measurements/reflectance/r720m/b02",
            "measurements/reflectance/r720m/y",
            "quality/atmosphere/r20m/wvp",
            "quality/mask/r60m/b01",
            "quality/probability",
            "quality/probability/r60m/cld",
            "conditions/geometry",
            "conditions/geometry/band",
            "conditions/geometry/viewing_incidence_angles",
            "conditions/geometry/x",
            "conditions/mask/detector_footprint/r10m/b02",
            "conditions/mask/l1c_classification",
            "conditions/mask/l1c_classification/r120m/b00",
            "conditions/mask/l2a_classification/r20m/scl",
            "conditions/meteorology/cams",
            "conditions/meteorology/cams/aod469");

    /// Root attributes that are copied as they are, and long.
    private static final List<String> COPIED = List.of("other_metadata", "other_metadata4", "processing_history");

    static Stream<TestProduct> products() {
        return TestProduct.all(TestProduct.Maker.SAMPLE, SIZE).stream();
    }

    @ParameterizedTest
    @MethodSource("products")
    void documentsAreThoseThatWereReviewed(TestProduct product, @TempDir Path folder) {
        var store = new StoreFolder(folder.resolve("out.zarr"));
        Invocation.successful(
                "convert", product.folder(), store.root(), "--provenance-source", "https://example.org/product.zarr");
        GoldenJson.assertMatches(
                GoldenMetadataIT.class,
                "metadata-%s-cpm%d.json".formatted(product.level(), product.cpm()),
                Json.text(described(store)));
    }

    private static ObjectNode described(StoreFolder store) {
        ObjectNode described = Json.object();
        ObjectNode nodes = described.putObject("nodes");
        ObjectNode documents = described.putObject("documents");
        for (Map.Entry<String, JsonNode> entry : store.documents().entrySet()) {
            String path = entry.getKey().replaceFirst("/?zarr\\.json$", "");
            var document = (ObjectNode) entry.getValue();
            nodes.put("/" + path, path.matches(".*/(x|y|spatial_ref)") ? form(document) : line(document));
            if (CHOSEN.contains(path)) {
                document.remove("consolidated_metadata");
                ((ObjectNode) document.path("attributes")).remove(COPIED);
                documents.set("/" + path, document);
            }
        }
        return described;
    }

    /// A node in a line: what it is, and what attributes it has.
    private static String line(JsonNode document) {
        var names = new ArrayList<String>();
        document.path("attributes").fieldNames().forEachRemaining(names::add);
        names.sort(null);
        return form(document) + (names.isEmpty() ? "" : ": " + String.join(" ", names));
    }

    private static String form(JsonNode document) {
        if (document.path("node_type").asText().equals("group")) {
            return document.has("consolidated_metadata") ? "group, consolidated" : "group";
        }
        JsonNode type = document.path("data_type");
        return "%s %s in chunks of %s, fill %s, %s"
                .formatted(
                        type.path("name").asText(type.asText()),
                        document.path("shape"),
                        document.path("chunk_grid").path("configuration").path("chunk_shape"),
                        document.path("fill_value").asText(),
                        String.join(" ", document.path("codecs").findValuesAsText("name")));
    }
}
