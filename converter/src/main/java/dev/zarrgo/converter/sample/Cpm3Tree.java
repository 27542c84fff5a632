package dev.zarrgo.converter.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.GroupMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.converter.zarr.Node;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Turns the metadata of a product of CPM 2 into that of the same product from CPM 3: Zarr v3, other names,
/// other attributes, and some groups less.
///
/// Source: section 5 of the rules for input products.
final class Cpm3Tree {

    private static final List<String> DROPPED_GROUPS =
            List.of("quality/l1c_quicklook", "quality/l2a_quicklook", "conditions/meteorology");

    private Cpm3Tree() {}

    /// @param product of CPM 2, cropped
    static Hierarchy of(Hierarchy product, SampleRequest request) {
        var arrays = new Cpm3Arrays(request);
        var nodes = new TreeMap<String, Node>();
        product.nodes().forEach((path, node) -> {
            if (!isDropped(path, node)) {
                nodes.put(
                        path,
                        node instanceof ArrayMetadata array
                                ? arrays.converted(path, array)
                                : new GroupMetadata(Json.object()));
            }
        });
        ObjectNode old = product.root().attributes();
        String wkt = product.node("measurements/reflectance/r10m/b02")
                .attributes()
                .path("proj:wkt2")
                .asText();
        ObjectNode discovery = Cpm3Discovery.of(old.path("stac_discovery"), wkt, assets(nodes));
        String created = discovery.path("properties").path("created").asText();
        ObjectNode attributes = Json.object();
        int epsg =
                old.path("stac_discovery").path("properties").path("proj:epsg").intValue();
        attributes.set("other_metadata", Cpm3OtherMetadata.of(old.path("other_metadata"), epsg));
        attributes.set("processing_history", ProcessingHistory.of(old, created));
        attributes.set("stac_discovery", discovery);
        nodes.put("", new GroupMetadata(attributes));
        return new Hierarchy(nodes);
    }

    private static boolean isDropped(String path, Node node) {
        return (node instanceof ArrayMetadata array && array.rank() == 0)
                || DROPPED_GROUPS.stream().anyMatch(group -> path.equals(group) || path.startsWith(group + "/"));
    }

    /// One asset for every array with a short name, by that name.
    private static ObjectNode assets(Map<String, Node> nodes) {
        var assets = new TreeMap<String, ObjectNode>();
        nodes.forEach((path, node) -> {
            JsonNode name = node.attributes().path("short_name");
            if (name.isTextual()) {
                assets.put(name.asText(), Json.object().put("href", "/" + path).put("title", name.asText()));
            }
        });
        return Json.object().setAll(assets);
    }
}
