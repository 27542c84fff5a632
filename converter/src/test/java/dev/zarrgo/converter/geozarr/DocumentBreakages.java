package dev.zarrgo.converter.geozarr;

import static dev.zarrgo.converter.geozarr.Breakage.error;
import static dev.zarrgo.converter.geozarr.Breakage.warning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Broken names, documents and copies of documents: rules R1, R5, R8, R10, V1.
final class DocumentBreakages {

    private static final String BAND = "measurements/reflectance/r20m/b05";
    private static final String LEVEL = "measurements/reflectance/r20m";
    private static final String REFLECTANCE = "measurements/reflectance";

    private DocumentBreakages() {}

    static List<Breakage> all() {
        return List.of(
                error(Rule.R1, "/", "the name does not end in .zarr", store -> store.named("/made/store")),
                error(
                        Rule.R1,
                        "/" + BAND,
                        "zarr_format is 2",
                        store -> store.edit(BAND, document -> document.put("zarr_format", 2))),
                error(
                        Rule.R1,
                        "/" + LEVEL,
                        "a node without a type",
                        store -> store.edit(LEVEL, document -> document.remove("node_type"))),
                error(
                        Rule.R1,
                        "/" + BAND,
                        "attributes are a list",
                        store -> store.edit(BAND, document -> document.putArray("attributes"))),
                error(Rule.R1, "/" + BAND, "half a document", store -> store.objects()
                        .put(BAND + "/zarr.json", "{\"zarr_format\": 3,".getBytes(StandardCharsets.UTF_8))),
                error(Rule.R1, "/" + BAND, "a document that is no object", store -> store.objects()
                        .put(BAND + "/zarr.json", "[3]".getBytes(StandardCharsets.UTF_8))),
                error(
                        Rule.R1,
                        "/" + BAND,
                        "a codec that nobody knows",
                        store -> store.edit(BAND, document -> document.withArray("codecs")
                                .addObject()
                                .put("name", "magic"))),
                error(Rule.R1, "/" + LEVEL, "metadata of Zarr v2", store -> store.objects()
                        .put(LEVEL + "/.zgroup", "{}".getBytes(StandardCharsets.UTF_8))),
                error(Rule.R1, "/" + BAND, "a NaN outside of attributes", store -> {
                    store.editOnly(BAND, document -> document.put("extra", "@@"));
                    store.replace(BAND, "\"@@\"", "NaN");
                }),
                error(Rule.R5, "/" + BAND, "a NaN among the attributes", store -> {
                    store.editOnly(BAND, document -> document.withObject("/attributes/nested")
                            .putArray("list")
                            .add("@@"));
                    store.replace(BAND, "\"@@\"", "-Infinity");
                }),
                error(Rule.V1, "/", "no root document", store -> store.objects().remove("zarr.json")),
                error(Rule.V1, "/", "a store in a store", store -> store.named("/made/other.zarr/store.zarr")),
                error(
                        Rule.V1,
                        "/quality/inner.zarr",
                        "a store in the store",
                        store -> store.add("quality/inner.zarr", group())),
                error(Rule.R10, "/quality/mask", "a group without document", store -> store.objects()
                        .remove("quality/mask/zarr.json")),
                warning(
                        Rule.R10,
                        "/quality",
                        "a group between groups says something",
                        store -> store.attributes("quality", attributes -> attributes.put("title", "quality"))),
                error(
                        Rule.R8,
                        "/",
                        "no copies at the root",
                        store -> store.editOnly("", document -> document.remove("consolidated_metadata"))),
                error(
                        Rule.R8,
                        "/" + REFLECTANCE,
                        "no copies at a group of levels",
                        store -> store.editOnly(REFLECTANCE, document -> document.remove("consolidated_metadata"))),
                error(
                        Rule.R8,
                        "/" + BAND,
                        "a copy that says something else",
                        store -> store.editOnly(BAND, document -> document.withObject("/attributes")
                                .put("units", "m"))),
                error(
                        Rule.R8,
                        "/",
                        "a copy is missing",
                        store -> store.editOnly("", document -> copies(document).remove(BAND))),
                error(
                        Rule.R8,
                        "/" + REFLECTANCE,
                        "a copy of nothing",
                        store -> store.editOnly(
                                REFLECTANCE, document -> copies(document).set("r99m", group()))),
                error(
                        Rule.R8,
                        "/",
                        "keys with a leading slash",
                        store ->
                                store.replace("", "\"conditions/geometry/angle\":", "\"/conditions/geometry/angle\":")),
                error(
                        Rule.R8,
                        "/",
                        "copies in another order",
                        store -> store.editOnly("", document -> {
                            var first = copies(document).remove("conditions");
                            copies(document).set("conditions", first);
                        })),
                error(
                        Rule.R8,
                        "/",
                        "copies of another kind",
                        store -> store.editOnly("", document -> document.withObject("/consolidated_metadata")
                                .put("must_understand", true))),
                error(
                        Rule.R8,
                        "/" + LEVEL,
                        "a group's copy without its own empty copies",
                        store -> store.editOnly(
                                "", document -> ((ObjectNode) copies(document).get(LEVEL))
                                        .remove("consolidated_metadata"))),
                error(
                        Rule.R8,
                        "/" + LEVEL,
                        "a copy that is no object",
                        store -> store.editOnly("", document -> copies(document).put(LEVEL, "r20m"))));
    }

    private static ObjectNode copies(ObjectNode document) {
        return (ObjectNode) document.path("consolidated_metadata").path("metadata");
    }

    static ObjectNode group() {
        ObjectNode group = Json.object().put("zarr_format", 3).put("node_type", "group");
        group.putObject("attributes");
        return group;
    }
}
