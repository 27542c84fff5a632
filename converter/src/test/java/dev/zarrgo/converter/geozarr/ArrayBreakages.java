package dev.zarrgo.converter.geozarr;

import static dev.zarrgo.converter.geozarr.Breakage.error;
import static dev.zarrgo.converter.geozarr.Breakage.warning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.convert.Encoding;
import dev.zarrgo.converter.geozarr.ValidStores.Form;
import dev.zarrgo.converter.zarr.Json;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Broken forms, types, chunks and attributes of arrays: rules R2 to R4, R7, R26 to R41, R55, R64 to R68,
/// V9.
final class ArrayBreakages {

    private static final String BAND = "measurements/reflectance/r10m/b02";
    private static final String AT_BAND = "/" + BAND;
    private static final String ANGLE = "conditions/geometry/angle";
    private static final String WEATHER = "conditions/meteorology/cams/aod469";
    private static final String SCL = "conditions/mask/l2a_classification/r20m/scl";
    private static final String MASK = "quality/mask/r10m/b02";
    private static final Form FLOAT32 = Form.PACKED.as(Encoding.FLOAT32);
    private static final Form CODEC = Form.PACKED.as(Encoding.CODEC);

    private ArrayBreakages() {}

    static List<Breakage> all() {
        return Stream.of(forms(), packing(), codecPacking(), floats(), chunks(), leftovers())
                .flatMap(List::stream)
                .toList();
    }

    private static Consumer<EditedStore> document(String path, Consumer<ObjectNode> edit) {
        return store -> store.edit(path, edit);
    }

    private static Consumer<EditedStore> attributes(String path, Consumer<ObjectNode> edit) {
        return store -> store.attributes(path, edit);
    }

    private static List<Breakage> forms() {
        return List.of(
                error(Rule.R2, AT_BAND, "dots in chunk keys", document(BAND, d -> d.withObject(
                                "/chunk_key_encoding/configuration")
                        .put("separator", "."))),
                error(Rule.R2, AT_BAND, "chunk keys of Zarr v2", document(BAND, d -> d.withObject("/chunk_key_encoding")
                        .put("name", "v2"))),
                error(Rule.R2, AT_BAND, "an irregular grid", document(BAND, d -> d.withObject("/chunk_grid")
                        .put("name", "rectilinear"))),
                error(Rule.R2, AT_BAND, "transformed storage", document(BAND, d -> d.withArray("storage_transformers")
                        .add("x"))),
                error(Rule.R2, AT_BAND, "no names of dimensions", document(BAND, d -> d.remove("dimension_names"))),
                error(
                        Rule.R2,
                        AT_BAND,
                        "one name for both dimensions",
                        document(BAND, d -> d.set("dimension_names", Json.texts(List.of("y", "y"))))),
                error(
                        Rule.R2,
                        AT_BAND,
                        "a name too few",
                        document(BAND, d -> d.set("dimension_names", Json.texts(List.of("y"))))),
                error(
                        Rule.R3,
                        "/quality/probability/r20m/band",
                        "a scalar",
                        store -> store.add(
                                "quality/probability/r20m/band",
                                store.document("quality/probability/r20m/spatial_ref")
                                        .set("attributes", Json.object()))),
                error(
                        Rule.R3,
                        "/measurements/reflectance/r10m/spatial_ref",
                        "a scalar with a dimension",
                        document(
                                "measurements/reflectance/r10m/spatial_ref",
                                d -> d.set("dimension_names", Json.texts(List.of("one"))))),
                error(
                        Rule.R3,
                        "/" + WEATHER,
                        "coordinates that name a scalar",
                        attributes(WEATHER, a -> a.put("coordinates", "latitude number"))),
                error(
                        Rule.R3,
                        "/conditions/meteorology/cams",
                        "a scalar without value",
                        attributes("conditions/meteorology/cams", a -> a.withObject("/scalar_coordinates/number")
                                .remove("value"))),
                error(Rule.R4, "/" + ANGLE, "text of bytes", document(ANGLE, d -> d.withObject("/data_type")
                        .put("name", "null_terminated_bytes"))),
                error(Rule.R4, "/" + ANGLE, "text of any length", document(ANGLE, d -> d.put("data_type", "string"))),
                error(Rule.R4, "/" + ANGLE, "half a character", document(ANGLE, d -> d.withObject(
                                "/data_type/configuration")
                        .put("length_bytes", 30))),
                error(Rule.R4, "/" + ANGLE, "a text as fill value", document(ANGLE, d -> d.put("fill_value", "0"))),
                error(
                        Rule.R7,
                        AT_BAND,
                        "an attribute of Zarr v2",
                        attributes(BAND, a -> a.set("_ARRAY_DIMENSIONS", Json.texts(List.of("y", "x"))))));
    }

    private static List<Breakage> packing() {
        return List.of(
                error(Rule.R26, AT_BAND, "a scale without offset", attributes(BAND, a -> a.remove("add_offset"))),
                error(Rule.R26, AT_BAND, "a scale of words", attributes(BAND, a -> a.put("scale_factor", "0.0001"))),
                error(
                        Rule.R26,
                        AT_BAND,
                        "packed numbers without nodata",
                        attributes(BAND, a -> a.remove("_FillValue"))),
                warning(
                        Rule.R26,
                        AT_BAND,
                        "numbers that stand for nothing",
                        attributes(BAND, a -> a.remove(List.of("scale_factor", "add_offset")))),
                error(
                        Rule.R30,
                        AT_BAND,
                        "a fill value that is not nodata",
                        attributes(BAND, a -> a.put("_FillValue", 1))),
                error(
                        Rule.R30,
                        AT_BAND,
                        "nodata outside of the type",
                        attributes(BAND, a -> a.put("_FillValue", 65_536))),
                error(Rule.R30, AT_BAND, "nodata with a fraction", attributes(BAND, a -> a.put("_FillValue", 0.5))),
                error(Rule.R31, AT_BAND, "packing that packs nothing", attributes(BAND, a -> a.put("scale_factor", 1)
                        .put("add_offset", 0))),
                error(Rule.R32, "/" + SCL, "classes with nodata", attributes(SCL, a -> a.put("_FillValue", 0))),
                error(Rule.R32, "/" + MASK, "flags as floats", document(MASK, d -> d.put("data_type", "float32")
                        .put("fill_value", "NaN"))),
                error(
                        Rule.R32,
                        "/" + MASK,
                        "flags that are one where nothing is",
                        document(MASK, d -> d.put("fill_value", 1))),
                error(
                        Rule.R34,
                        AT_BAND,
                        "digital counts with a scale",
                        attributes(BAND, a -> a.put("units", "digital_counts"))),
                error(
                        Rule.R55,
                        "/measurements/reflectance/r360m/b02",
                        "another scale in one level",
                        attributes("measurements/reflectance/r360m/b02", a -> a.put("scale_factor", 0.001))),
                error(
                        Rule.R55,
                        "/measurements/reflectance/r360m/b02",
                        "another type in one level",
                        document("measurements/reflectance/r360m/b02", d -> d.put("data_type", "int32"))));
    }

    private static List<Breakage> codecPacking() {
        return Stream.of(
                        error(Rule.R27, AT_BAND, "attributes beside codecs", attributes(BAND, a -> a.put(
                                        "scale_factor", 0.0001)
                                .put("add_offset", -0.1))),
                        error(Rule.R28, AT_BAND, "a cast that clamps", document(BAND, d -> settings(d, 1)
                                .put("out_of_range", "clamp"))),
                        error(Rule.R28, AT_BAND, "a cast that loses nodata", document(BAND, d -> settings(d, 1)
                                .remove("scalar_map"))),
                        error(Rule.R28, AT_BAND, "nodata that is encoded differently", document(BAND, d -> {
                            var pair = (ArrayNode) settings(d, 1)
                                    .path("scalar_map")
                                    .path("encode")
                                    .get(0);
                            pair.set(1, Json.numbers(List.of(7)).get(0));
                        })),
                        error(Rule.R28, AT_BAND, "a scale without offset", document(BAND, d -> settings(d, 0)
                                .remove("offset"))),
                        error(Rule.R28, AT_BAND, "a cast without scale", document(BAND, d -> inner(d).remove(0))),
                        error(
                                Rule.R28,
                                AT_BAND,
                                "doubles in front of the codecs",
                                document(BAND, d -> d.put("data_type", "float64"))),
                        error(
                                Rule.R55,
                                "/measurements/reflectance/r120m/b02",
                                "another offset in one level",
                                document("measurements/reflectance/r120m/b02", d -> settings(d, 0)
                                        .put("offset", -0.2))))
                .map(breakage -> breakage.in(CODEC))
                .toList();
    }

    /// The codecs of the inner chunks, sharded or not.
    private static ArrayNode inner(ObjectNode document) {
        var codecs = (ArrayNode) document.get("codecs");
        boolean sharded = codecs.get(0).path("name").asText().equals("sharding_indexed");
        return sharded ? (ArrayNode) codecs.get(0).path("configuration").path("codecs") : codecs;
    }

    private static ObjectNode settings(ObjectNode document, int codec) {
        return (ObjectNode) inner(document).get(codec).path("configuration");
    }

    private static ObjectNode sharding(ObjectNode document) {
        return (ObjectNode) document.path("codecs").get(0).path("configuration");
    }

    private static List<Breakage> floats() {
        return List.of(
                error(
                                Rule.R26,
                                AT_BAND,
                                "decoded numbers that are decoded again",
                                attributes(BAND, a -> a.put("scale_factor", 0.0001)))
                        .in(FLOAT32),
                error(Rule.R31, AT_BAND, "doubles", document(BAND, d -> d.put("data_type", "float64")))
                        .in(FLOAT32),
                error(Rule.R33, AT_BAND, "floats without nodata", attributes(BAND, a -> a.remove("_FillValue")))
                        .in(FLOAT32),
                error(
                                Rule.R33,
                                AT_BAND,
                                "floats that are zero where nothing is",
                                document(BAND, d -> d.put("fill_value", 0.0)))
                        .in(FLOAT32),
                error(Rule.R33, "/" + WEATHER, "a NaN in words", attributes(WEATHER, a -> a.put("_FillValue", "NaN"))),
                error(
                                Rule.R34,
                                AT_BAND,
                                "digital counts that are decoded",
                                attributes(BAND, a -> a.put("units", "digital_counts")))
                        .in(FLOAT32),
                error(
                        Rule.R68,
                        "/" + WEATHER,
                        "digital counts with a fraction",
                        attributes(WEATHER, a -> a.put("units", "digital_counts"))));
    }

    private static List<Breakage> chunks() {
        String sun = "conditions/geometry/sun_angles";
        String small = "measurements/reflectance/r120m/b02";
        return List.of(
                warning(Rule.R36, "/" + sun, "a small table in pieces", document(sun, d -> d.withObject(
                                "/chunk_grid/configuration")
                        .set("chunk_shape", Json.numbers(List.of(1, 23, 23))))),
                warning(Rule.R36, "/" + ANGLE, "a packed coordinate", document(ANGLE, d -> d.withArray("codecs")
                        .addObject()
                        .put("name", "zstd"))),
                warning(Rule.R36, "/" + small, "another chunk than in other rasters", document(small, d -> d.withObject(
                                "/chunk_grid/configuration")
                        .set("chunk_shape", Json.numbers(List.of(8, 8))))),
                warning(Rule.R37, AT_BAND, "more shards than one", document(BAND, d -> d.withObject(
                                "/chunk_grid/configuration")
                        .set("chunk_shape", Json.numbers(List.of(128, 128))))),
                warning(
                        Rule.R37,
                        "/" + small,
                        "a shard of one chunk",
                        store -> store.edit(small, d -> {
                            ObjectNode shards =
                                    store.document(BAND).path("codecs").get(0).deepCopy();
                            ((ObjectNode) shards.path("configuration"))
                                    .set("chunk_shape", Json.numbers(List.of(15, 15)));
                            d.set("codecs", Json.array().add(shards));
                        })),
                warning(Rule.R37, AT_BAND, "a raster without shards", document(BAND, d -> {
                    d.withObject("/chunk_grid/configuration").set("chunk_shape", Json.numbers(List.of(64, 64)));
                    d.set("codecs", sharding(d).get("codecs"));
                })),
                error(Rule.R38, AT_BAND, "an index without checksum", document(BAND, d -> ((ArrayNode)
                                sharding(d).get("index_codecs"))
                        .remove(1))),
                error(Rule.R38, AT_BAND, "an index at the start", document(BAND, d -> sharding(d)
                        .put("index_location", "start"))),
                error(Rule.R1, AT_BAND, "chunks that do not divide shards", document(BAND, d -> sharding(d)
                        .set("chunk_shape", Json.numbers(List.of(60, 64))))),
                error(Rule.R1, AT_BAND, "chunks of another rank", document(BAND, d -> sharding(d)
                        .set("chunk_shape", Json.numbers(List.of(64))))),
                warning(Rule.R39, AT_BAND, "another compressor", document(BAND, d -> settings(d, 1)
                        .put("cname", "lz4"))),
                warning(Rule.R39, AT_BAND, "another size of elements", document(BAND, d -> settings(d, 1)
                        .put("typesize", 4))),
                warning(Rule.R39, AT_BAND, "no shuffling", document(BAND, d -> settings(d, 1)
                        .put("shuffle", "noshuffle"))),
                warning(Rule.R39, AT_BAND, "zstd alone", document(BAND, d -> {
                    inner(d).remove(1);
                    inner(d).addObject()
                            .put("name", "zstd")
                            .putObject("configuration")
                            .put("level", 3);
                })),
                error(Rule.R1, AT_BAND, "no bytes", document(BAND, d -> inner(d).remove(0))),
                error(Rule.R41, "/" + small, "a chunk of 200 MB", document(small, d -> {
                    d.set("shape", Json.numbers(List.of(10_000, 10_000)));
                    d.withObject("/chunk_grid/configuration").set("chunk_shape", Json.numbers(List.of(10_000, 10_000)));
                })),
                warning(Rule.R41, "/" + small, "a level of 72 MB in one chunk", document(small, d -> {
                    d.set("shape", Json.numbers(List.of(6_000, 6_000)));
                    d.withObject("/chunk_grid/configuration").set("chunk_shape", Json.numbers(List.of(6_000, 6_000)));
                })),
                warning(Rule.V9, "/" + small, "chunks too large for a map", document(small, d -> {
                    d.set("shape", Json.numbers(List.of(2_000, 2_000)));
                    d.withObject("/chunk_grid/configuration").set("chunk_shape", Json.numbers(List.of(2_000, 2_000)));
                })));
    }

    private static List<Breakage> leftovers() {
        return List.of(
                error(
                        Rule.R64,
                        AT_BAND,
                        "attributes of the source's software",
                        attributes(BAND, a -> a.putObject("_eopf_attrs"))),
                error(
                        Rule.R64,
                        AT_BAND,
                        "a reference system of its own",
                        attributes(BAND, a -> a.put("proj:wkt2", "PROJCS[]"))),
                error(
                        Rule.R65,
                        AT_BAND,
                        "the largest number of the source",
                        attributes(BAND, a -> a.put("valid_max", 65_535))),
                error(
                        Rule.R65,
                        "/" + MASK,
                        "meanings as a list",
                        attributes(MASK, a -> a.set("flag_meanings", Json.texts(List.of("a", "b"))))),
                warning(
                        Rule.R65,
                        "/" + MASK,
                        "fewer meanings than flags",
                        attributes(MASK, a -> a.put("flag_meanings", "ANC_LOST ANC_DEG"))),
                error(
                        Rule.R66,
                        AT_BAND,
                        "the box of another level",
                        attributes(BAND, a -> a.set("proj:bbox", Json.numbers(List.of(0.0, 0.0, 1.0, 1.0))))),
                error(
                        Rule.R66,
                        AT_BAND,
                        "the shape of another level",
                        attributes(BAND, a -> a.set("proj:shape", Json.numbers(List.of(90, 90))))),
                error(Rule.R66, AT_BAND, "another zone", attributes(BAND, a -> a.put("proj:epsg", 32_633))),
                error(
                        Rule.R66,
                        AT_BAND,
                        "a transform of words",
                        attributes(BAND, a -> a.put("proj:transform", "north up"))));
    }
}
