package dev.zarrgo.registrar.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Extension;
import dev.zarrgo.registrar.stac.Item;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Brings items of STAC 1.0 to 1.1: one list of bands, and a code for the reference system.
///
/// Source: <https://github.com/radiantearth/stac-spec/blob/v1.1.0/best-practices.md>, rule "upgrade older
/// STAC" of section 6 of the pipeline specification.
final class ItemUpgrade {

    /// Members of `raster:bands` that became common ones in STAC 1.1.
    private static final Set<String> COMMON = Set.of("nodata", "data_type", "statistics", "unit");

    private ItemUpgrade() {}

    /// A copy of an item as STAC 1.1; one that is so already stays as it is.
    static ObjectNode upgraded(ObjectNode item) {
        ObjectNode copy = item.deepCopy();
        upgradeObject(Item.propertiesOf(copy));
        for (JsonNode asset : copy.path("assets")) {
            if (asset instanceof ObjectNode object) {
                upgradeObject(object);
            }
        }
        if (!copy.path("stac_version").asText().equals(Item.STAC_VERSION)) {
            copy.put("stac_version", Item.STAC_VERSION);
            declare(copy, Extension.EO, "eo");
            declare(copy, Extension.RASTER, "raster");
            declare(copy, Extension.PROJECTION, "projection");
        }
        return copy;
    }

    /// Raises a declaration that is there.
    private static void declare(ObjectNode item, Extension extension, String id) {
        for (JsonNode address : item.path("stac_extensions")) {
            if (Extension.idOf(address.asText()).filter(id::equals).isPresent()) {
                extension.declareIn(item);
                return;
            }
        }
    }

    private static void upgradeObject(ObjectNode object) {
        JsonNode epsg = object.path("proj:epsg");
        if (epsg.isIntegralNumber() && !object.has("proj:code")) {
            object.put("proj:code", "EPSG:" + epsg.asText());
        }
        object.remove("proj:epsg");
        JsonNode eo = object.path("eo:bands");
        JsonNode raster = object.path("raster:bands");
        if (!object.has("bands") && (eo.size() > 0 || raster.size() > 0)) {
            ArrayNode bands = Json.array();
            for (int i = 0; i < Math.max(eo.size(), raster.size()); i++) {
                ObjectNode band = Json.object();
                copy(eo.path(i), band, "eo:", Set.of("name", "description"));
                copy(raster.path(i), band, "raster:", COMMON);
                bands.add(band);
            }
            object.set("bands", bands);
        }
        object.remove(List.of("eo:bands", "raster:bands"));
    }

    /// Copies the members of an old band; those that are not common get the prefix of their extension.
    private static void copy(JsonNode old, ObjectNode band, String prefix, Set<String> common) {
        for (Map.Entry<String, JsonNode> member : old.properties()) {
            String name = member.getKey();
            band.set(common.contains(name) || name.contains(":") ? name : prefix + name, member.getValue());
        }
    }
}
