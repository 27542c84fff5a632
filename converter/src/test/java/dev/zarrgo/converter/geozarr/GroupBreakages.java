package dev.zarrgo.converter.geozarr;

import static dev.zarrgo.converter.geozarr.Breakage.error;
import static dev.zarrgo.converter.geozarr.Breakage.warning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Broken conventions, places, levels and coordinates: rules R6, R11 to R24, V3, V6.
final class GroupBreakages {

    private static final String REFLECTANCE = "measurements/reflectance";
    private static final String LEVEL = "measurements/reflectance/r20m";
    private static final String AT_LEVEL = "/" + LEVEL;
    private static final String AT_REFLECTANCE = "/" + REFLECTANCE;
    private static final String X = LEVEL + "/x";
    private static final String MAPPING = LEVEL + "/spatial_ref";

    private GroupBreakages() {}

    static List<Breakage> all() {
        return Stream.of(conventions(), places(), layouts(), coordinates(), mappings())
                .flatMap(List::stream)
                .toList();
    }

    private static Consumer<EditedStore> attributes(String path, Consumer<ObjectNode> edit) {
        return store -> store.attributes(path, edit);
    }

    private static Consumer<EditedStore> entry(int i, Consumer<ObjectNode> edit) {
        return attributes(
                REFLECTANCE,
                attributes -> edit.accept((ObjectNode)
                        attributes.path("multiscales").path("layout").get(i)));
    }

    private static ArrayNode numbers(double... numbers) {
        ArrayNode list = Json.array();
        for (double number : numbers) {
            list.add(number);
        }
        return list;
    }

    private static List<Breakage> conventions() {
        return List.of(
                error(Rule.R11, AT_LEVEL, "nothing is declared", attributes(LEVEL, a -> a.remove("zarr_conventions"))),
                error(Rule.R11, "/", "the root declares spatial only", attributes("", a -> ((ArrayNode)
                                a.get("zarr_conventions"))
                        .remove(1))),
                error(Rule.R11, AT_LEVEL, "a declaration is there twice", attributes(LEVEL, a -> {
                    var list = (ArrayNode) a.get("zarr_conventions");
                    list.add(list.get(0));
                })),
                error(
                        Rule.R11,
                        AT_LEVEL,
                        "declarations are no list",
                        attributes(LEVEL, a -> a.putObject("zarr_conventions"))),
                error(Rule.R11, AT_LEVEL, "multiscales are declared and not there", attributes(LEVEL, a -> ((ArrayNode)
                                a.get("zarr_conventions"))
                        .add(Convention.MULTISCALES.declaration(Convention.Version.V0_1)))),
                error(Rule.V3, AT_LEVEL, "a declaration with another address", attributes(LEVEL, a -> ((ObjectNode)
                                a.get("zarr_conventions").get(0))
                        .put("spec_url", "https://example.org"))),
                error(Rule.V3, AT_LEVEL, "a declaration with a further member", attributes(LEVEL, a -> ((ObjectNode)
                                a.get("zarr_conventions").get(0))
                        .put("version", "1"))),
                warning(
                        Rule.V3,
                        AT_LEVEL,
                        "older declarations",
                        attributes(
                                LEVEL,
                                a -> a.set(
                                        "zarr_conventions",
                                        Convention.declarations(
                                                List.of(Convention.SPATIAL, Convention.PROJ), Convention.Version.V1)))),
                error(Rule.R14, AT_REFLECTANCE, "a tile matrix set", attributes(REFLECTANCE, a -> ((ObjectNode)
                                a.get("multiscales"))
                        .put("tile_matrix_set", "WebMercatorQuad"))),
                error(
                        Rule.R14,
                        AT_LEVEL,
                        "limits of tile matrices",
                        attributes(LEVEL, a -> a.putObject("tile_matrix_limits"))));
    }

    private static List<Breakage> places() {
        return List.of(
                error(
                        Rule.R16,
                        AT_REFLECTANCE,
                        "a group of levels without shape",
                        attributes(REFLECTANCE, a -> a.remove("spatial:shape"))),
                error(
                        Rule.R16,
                        AT_REFLECTANCE,
                        "a group of levels without reference system",
                        attributes(REFLECTANCE, a -> a.remove("proj:code"))),
                error(
                        Rule.R18,
                        AT_LEVEL,
                        "a transform of zeros",
                        attributes(LEVEL, a -> a.set("spatial:transform", numbers(0, 0, 0, 0, 0, 0)))),
                error(
                        Rule.R18,
                        AT_LEVEL,
                        "a transform of five numbers",
                        attributes(LEVEL, a -> a.set("spatial:transform", numbers(20, 0, 699960, 0, -20)))),
                error(
                        Rule.R18,
                        AT_LEVEL,
                        "a transform that is south up",
                        attributes(LEVEL, a -> a.set("spatial:transform", numbers(20, 0, 699960, 0, 20, 4700040)))),
                error(
                        Rule.R18,
                        AT_REFLECTANCE,
                        "a text for a transform in the layout",
                        entry(1, e -> e.put("spatial:transform", "20"))),
                error(
                        Rule.R19,
                        AT_LEVEL,
                        "a box of three numbers",
                        attributes(LEVEL, a -> a.set("spatial:bbox", numbers(1, 2, 3)))),
                error(
                        Rule.R19,
                        AT_LEVEL,
                        "columns before rows",
                        attributes(LEVEL, a -> a.set("spatial:dimensions", Json.texts(List.of("x", "y"))))),
                error(
                        Rule.R19,
                        AT_LEVEL,
                        "registration of nodes",
                        attributes(LEVEL, a -> a.put("spatial:registration", "node"))),
                error(
                        Rule.R19,
                        AT_LEVEL,
                        "a type of transform",
                        attributes(LEVEL, a -> a.put("spatial:transform_type", "affine"))),
                error(
                        Rule.R19,
                        AT_LEVEL,
                        "a shape of texts",
                        attributes(LEVEL, a -> a.set("spatial:shape", Json.texts(List.of("90", "90"))))),
                error(
                        Rule.R19,
                        AT_LEVEL + "/b05",
                        "a raster of another size",
                        store -> store.edit(LEVEL + "/b05", d -> d.set("shape", Json.numbers(List.of(80, 90))))),
                error(Rule.R6, AT_LEVEL + "/b06", "rasters of two sizes", store -> {
                    store.attributes(LEVEL, a -> a.remove("spatial:shape"));
                    store.edit(LEVEL + "/b06", d -> d.set("shape", Json.numbers(List.of(80, 90))));
                }),
                error(
                        Rule.R6,
                        AT_REFLECTANCE + "/b02",
                        "a raster beside the levels",
                        store -> store.add(REFLECTANCE + "/b02", store.document(LEVEL + "/b02"))),
                error(Rule.R6, AT_REFLECTANCE, "levels in the group itself", entry(0, e -> e.put("asset", "."))),
                error(
                        Rule.R20,
                        AT_LEVEL,
                        "a box ten metres too small",
                        attributes(LEVEL, a -> a.set("spatial:bbox", numbers(699960, 4698240, 701750, 4700040)))),
                error(
                        Rule.R20,
                        AT_LEVEL,
                        "a layout of another shape",
                        entry(1, e -> e.set("spatial:shape", Json.numbers(List.of(91, 91))))),
                error(
                        Rule.R20,
                        AT_REFLECTANCE,
                        "a level that starts elsewhere",
                        entry(2, e -> e.set("spatial:transform", numbers(60, 0, 699950, 0, -60, 4700040)))),
                error(
                        Rule.R20,
                        AT_REFLECTANCE,
                        "the place of another level",
                        attributes(REFLECTANCE, a -> a.set("spatial:shape", Json.numbers(List.of(90, 90))))),
                error(
                        Rule.R20,
                        AT_REFLECTANCE,
                        "a level far smaller than the group",
                        entry(5, e -> e.set("spatial:shape", Json.numbers(List.of(1, 1))))),
                error(
                        Rule.R21,
                        AT_LEVEL,
                        "two reference systems",
                        attributes(LEVEL, a -> a.put("proj:wkt2", "PROJCRS[]"))),
                error(
                        Rule.R21,
                        AT_LEVEL,
                        "a code without authority",
                        attributes(LEVEL, a -> a.put("proj:code", "32632"))),
                error(
                        Rule.R21,
                        AT_LEVEL,
                        "another system than the group above",
                        attributes(LEVEL, a -> a.put("proj:code", "EPSG:32633"))),
                error(Rule.R21, AT_LEVEL, "a text where a code would do", attributes(LEVEL, a -> {
                    a.remove("proj:code");
                    a.put("proj:wkt2", "GEOGCRS[\"WGS 84\",ID[\"EPSG\",4326]]");
                })),
                error(
                        Rule.R22,
                        AT_LEVEL,
                        "rasters without reference system",
                        attributes(LEVEL, a -> a.remove("proj:code"))),
                error(Rule.R22, AT_LEVEL, "rasters without box", attributes(LEVEL, a -> a.remove("spatial:bbox"))),
                error(
                        Rule.R22,
                        AT_LEVEL + "/b05",
                        "a raster without grid mapping",
                        attributes(LEVEL + "/b05", a -> a.remove("grid_mapping"))),
                error(
                        Rule.R22,
                        AT_LEVEL,
                        "a group that names another grid mapping",
                        attributes(LEVEL, a -> a.put("grid_mapping", "crs"))),
                error(Rule.R22, AT_LEVEL, "rasters without y", store -> store.remove(LEVEL + "/y")),
                error(
                        Rule.R22,
                        "/conditions/meteorology/cams",
                        "a place for the weather",
                        attributes("conditions/meteorology/cams", a -> a.put("proj:code", "EPSG:4326"))));
    }

    private static List<Breakage> layouts() {
        return List.of(
                error(Rule.R12, AT_REFLECTANCE, "a level from nowhere", entry(1, e -> e.remove("derived_from"))),
                error(
                        Rule.R12,
                        AT_REFLECTANCE,
                        "a finest level from somewhere",
                        entry(0, e -> e.put("derived_from", "r20m"))),
                error(Rule.R12, AT_REFLECTANCE, "a level without shape", entry(1, e -> e.remove("spatial:shape"))),
                error(
                        Rule.R12,
                        AT_REFLECTANCE,
                        "an asset outside of the group",
                        entry(1, e -> e.put("asset", "../r20m"))),
                error(Rule.R12, AT_REFLECTANCE, "a level twice", entry(1, e -> e.put("asset", "r10m"))),
                error(Rule.R12, AT_REFLECTANCE, "a translation", entry(1, e -> ((ObjectNode) e.get("transform"))
                        .set("translation", numbers(0.5, 0.5)))),
                error(Rule.R12, AT_REFLECTANCE, "one scale for both axes", entry(1, e -> ((ObjectNode)
                                e.get("transform"))
                        .put("scale", 2))),
                error(
                        Rule.R12,
                        AT_REFLECTANCE,
                        "an unknown way of resampling",
                        attributes(REFLECTANCE, a -> ((ObjectNode) a.get("multiscales"))
                                .put("resampling_method", "median"))),
                error(
                        Rule.R13,
                        AT_REFLECTANCE,
                        "a level from the one before the last",
                        entry(2, e -> e.put("derived_from", "r10m"))),
                error(Rule.R13, AT_REFLECTANCE, "a scale with a fraction", entry(5, e -> ((ObjectNode)
                                e.get("transform"))
                        .set("scale", numbers(2.00657, 2.00657)))),
                error(Rule.R13, AT_REFLECTANCE, "a scale that is not the block", entry(1, e -> ((ObjectNode)
                                e.get("transform"))
                        .set("scale", numbers(3, 3)))),
                error(Rule.R13, AT_REFLECTANCE, "coarse before fine", attributes(REFLECTANCE, a -> {
                    var layout = (ArrayNode) a.get("multiscales").get("layout");
                    JsonNode first = layout.remove(0);
                    layout.add(first);
                })),
                error(
                        Rule.R13,
                        AT_REFLECTANCE,
                        "a level of an impossible size",
                        entry(3, e -> e.set("spatial:shape", Json.numbers(List.of(13, 13))))),
                error(Rule.R15, AT_REFLECTANCE, "a single level", attributes(REFLECTANCE, a -> {
                    var layout = (ArrayNode) a.get("multiscales").get("layout");
                    while (layout.size() > 1) {
                        layout.remove(1);
                    }
                })),
                error(Rule.R15, AT_REFLECTANCE, "a text for a layout", attributes(REFLECTANCE, a -> ((ObjectNode)
                                a.get("multiscales"))
                        .put("layout", "r10m"))),
                error(Rule.V6, AT_REFLECTANCE, "a level that is not there", entry(5, e -> e.put("asset", "r1440m"))),
                warning(
                        Rule.V6,
                        "/quality/probability/r360m",
                        "a variable that ends early",
                        store -> store.remove("quality/probability/r360m/snw")));
    }

    private static List<Breakage> coordinates() {
        return List.of(
                error(Rule.R17, "/" + X, "coordinates of edges", store -> shift(store, -10)),
                error(Rule.R17, "/" + X, "one coordinate is another", store -> {
                    byte[] chunk = store.object(X + "/c/0");
                    chunk[80]++;
                    store.objects().put(X + "/c/0", chunk);
                }),
                error(Rule.R23, "/" + X, "coordinates in feet", attributes(X, a -> a.put("units", "ft"))),
                error(
                        Rule.R23,
                        "/" + X,
                        "a coordinate without standard name",
                        attributes(X, a -> a.remove("standard_name"))),
                error(Rule.R23, "/" + X, "nodata among coordinates", attributes(X, a -> a.put("_FillValue", 0))),
                error(
                        Rule.R23,
                        "/" + X,
                        "small integers for coordinates",
                        store -> store.edit(X, d -> d.put("data_type", "int32"))),
                error(Rule.R23, "/" + X, "another fill value", store -> store.edit(X, d -> d.put("fill_value", 1))),
                error(
                        Rule.R23,
                        "/" + X,
                        "fewer coordinates than columns",
                        store -> store.edit(X, d -> d.set("shape", Json.numbers(List.of(80))))),
                error(
                        Rule.R23,
                        "/" + X,
                        "a coordinate of another dimension",
                        store -> store.edit(X, d -> d.set("dimension_names", Json.texts(List.of("columns"))))),
                error(Rule.R23, "/" + X, "no chunk of coordinates", store -> store.objects()
                        .remove(X + "/c/0")),
                error(
                        Rule.R23,
                        "/conditions/geometry/band",
                        "bands without a name",
                        attributes("conditions/geometry/band", a -> a.remove("standard_name"))),
                error(
                        Rule.R23,
                        "/conditions/geometry/sun_angles",
                        "a table of another length than its axis",
                        store -> store.edit(
                                "conditions/geometry/sun_angles",
                                d -> d.set("shape", Json.numbers(List.of(3, 23, 23))))),
                warning(
                        Rule.R23,
                        "/conditions/geometry/sun_angles",
                        "an axis without coordinate",
                        store -> store.remove("conditions/geometry/angle")));
    }

    private static void shift(EditedStore store, long metres) {
        ByteBuffer old = ByteBuffer.wrap(store.object(X + "/c/0")).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer shifted = ByteBuffer.allocate(old.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        while (old.hasRemaining()) {
            shifted.putLong(old.getLong() + metres);
        }
        store.objects().put(X + "/c/0", shifted.array());
    }

    private static List<Breakage> mappings() {
        var breakages = new ArrayList<Breakage>();
        for (String parameter : List.of(
                "crs_wkt",
                "spatial_ref",
                "GeoTransform",
                "grid_mapping_name",
                "false_easting",
                "longitude_of_central_meridian",
                "semi_minor_axis",
                "horizontal_datum_name",
                "projected_crs_name")) {
            breakages.add(
                    error(Rule.R24, "/" + MAPPING, "no " + parameter, attributes(MAPPING, a -> a.remove(parameter))));
        }
        breakages.addAll(List.of(
                error(
                        Rule.R24,
                        "/" + MAPPING,
                        "the older dialect for the newer",
                        attributes(MAPPING, a -> a.set("crs_wkt", a.get("spatial_ref")))),
                error(
                        Rule.R24,
                        "/" + MAPPING,
                        "the code of another zone",
                        attributes(
                                MAPPING,
                                a -> a.put(
                                        "spatial_ref",
                                        a.get("spatial_ref").asText().replace("32632", "32633")))),
                error(
                        Rule.R24,
                        "/" + MAPPING,
                        "the transform of another level",
                        attributes(MAPPING, a -> a.put("GeoTransform", "699960.0 10.0 0.0 4700040.0 0.0 -10.0"))),
                error(
                        Rule.R24,
                        "/" + MAPPING,
                        "a transform of words",
                        attributes(MAPPING, a -> a.put("GeoTransform", "a b c d e f"))),
                error(
                        Rule.R24,
                        "/" + MAPPING,
                        "a mapping of another type",
                        store -> store.edit(MAPPING, d -> d.put("data_type", "int32"))),
                error(
                        Rule.R24,
                        "/" + MAPPING,
                        "another fill value",
                        store -> store.edit(MAPPING, d -> d.put("fill_value", 7))),
                warning(
                        Rule.R24,
                        "/" + MAPPING,
                        "a packed scalar",
                        store -> store.edit(
                                MAPPING, d -> d.withArray("codecs").addObject().put("name", "crc32c")))));
        return breakages;
    }
}
