package dev.zarrgo.converter.geozarr;

import static dev.zarrgo.converter.geozarr.Breakage.error;
import static dev.zarrgo.converter.geozarr.Breakage.warning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.geozarr.ValidStores.Form;
import dev.zarrgo.converter.sample.SampleRequest.Kind;
import dev.zarrgo.converter.zarr.Json;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Broken bands, levels, class maps and roots of Sentinel-2 stores: rules R43 to R62, R67.
final class SentinelTwoBreakages {

    private static final String REFLECTANCE = "measurements/reflectance";
    private static final String SCENE_CLASSES = "conditions/mask/l2a_classification";
    private static final String PROBABILITY = "quality/probability";
    private static final String L1C_CLASSES = "conditions/mask/l1c_classification";

    private SentinelTwoBreakages() {}

    static List<Breakage> all() {
        return Stream.of(bands(), masks(), root(), discovery())
                .flatMap(List::stream)
                .toList();
    }

    private static Consumer<EditedStore> attributes(String path, Consumer<ObjectNode> edit) {
        return store -> store.attributes(path, edit);
    }

    private static List<Breakage> bands() {
        String injected = REFLECTANCE + "/r60m/b08";
        return List.of(
                warning(
                        Rule.R43,
                        "/quality/l2a_quicklook",
                        "a quicklook",
                        store -> store.add("quality/l2a_quicklook", DocumentBreakages.group())),
                error(
                        Rule.R45,
                        "/" + REFLECTANCE + "/r20m",
                        "b08 ends at 10 m",
                        store -> store.remove(REFLECTANCE + "/r20m/b08")),
                error(
                                Rule.R45,
                                "/" + REFLECTANCE + "/r60m",
                                "b05 ends at 20 m",
                                store -> store.remove(REFLECTANCE + "/r60m/b05"))
                        .in(Form.PACKED.of(Kind.S2L1C)),
                error(
                        Rule.R45,
                        "/" + REFLECTANCE + "/r360m",
                        "a band ends at 120 m",
                        store -> store.remove(REFLECTANCE + "/r360m/b01")),
                error(
                        Rule.R46,
                        "/" + injected,
                        "a computed band that does not say so",
                        attributes(injected, a -> a.remove("_derived_from"))),
                error(Rule.R46, "/" + injected, "another factor", attributes(injected, a -> a.put("_factor", 3))),
                error(
                        Rule.R46,
                        "/" + injected,
                        "another way",
                        attributes(injected, a -> a.put("_resampling_mode", "nearest"))),
                error(
                        Rule.R46,
                        "/" + injected,
                        "from a level without the band",
                        attributes(injected, a -> a.put("_derived_from", "r30m"))),
                error(
                        Rule.R46,
                        "/" + injected,
                        "the name of another band",
                        attributes(injected, a -> a.put("long_name", "b04"))),
                error(Rule.R47, "/" + REFLECTANCE, "a level left out", attributes(REFLECTANCE, a -> ((ArrayNode)
                                a.path("multiscales").get("layout"))
                        .remove(4))),
                error(
                        Rule.R47,
                        "/" + REFLECTANCE + "/r20m",
                        "pixels of another size than the name",
                        attributes(
                                REFLECTANCE + "/r20m",
                                a -> a.set(
                                        "spatial:transform",
                                        Json.numbers(List.of(21.0, 0.0, 699960.0, 0.0, -21.0, 4700040.0))))),
                error(
                        Rule.R47,
                        "/" + REFLECTANCE,
                        "reflectance by its largest pixel",
                        attributes(
                                REFLECTANCE, a -> a.withObject("/multiscales").put("resampling_method", "max"))),
                error(Rule.R48, "/" + REFLECTANCE + "/r60m", "no 60 m", store -> store.remove(REFLECTANCE + "/r60m")),
                error(
                        Rule.R59,
                        "/" + REFLECTANCE,
                        "levels that nobody declares",
                        attributes(REFLECTANCE, a -> a.remove("multiscales"))),
                error(
                        Rule.R67,
                        "/" + REFLECTANCE + "/r10m/b02",
                        "no standard name",
                        attributes(REFLECTANCE + "/r10m/b02", a -> a.remove("standard_name"))),
                error(
                        Rule.R67,
                        "/" + REFLECTANCE + "/r10m/b02",
                        "reflectance of the other processing level",
                        attributes(
                                REFLECTANCE + "/r10m/b02",
                                a -> a.put("standard_name", "toa_bidirectional_reflectance"))));
    }

    private static List<Breakage> masks() {
        return List.of(
                error(Rule.R52, "/" + SCENE_CLASSES, "averaged classes", attributes(SCENE_CLASSES, a -> a.withObject(
                                "/multiscales")
                        .put("resampling_method", "average"))),
                error(Rule.R53, "/" + L1C_CLASSES, "a name for OR", attributes(L1C_CLASSES, a -> a.withObject(
                                "/multiscales")
                        .put("resampling_method", "max"))),
                error(
                        Rule.R56,
                        "/" + SCENE_CLASSES + "/r120m/scl",
                        "classes without numbers",
                        attributes(SCENE_CLASSES + "/r120m/scl", a -> a.remove("flag_values"))),
                error(
                        Rule.R56,
                        "/" + SCENE_CLASSES + "/r120m/scl",
                        "classes in another order",
                        attributes(SCENE_CLASSES + "/r120m/scl", a -> a.put("flag_meanings", "WATER SNOW_ICE"))),
                warning(Rule.R56, "/" + SCENE_CLASSES, "classes without levels", _ -> {})
                        .in(Form.PACKED.withoutAuxiliaryPyramids()),
                warning(Rule.R57, "/" + PROBABILITY, "probabilities without levels", _ -> {})
                        .in(Form.PACKED.withoutAuxiliaryPyramids()),
                error(Rule.R57, "/" + PROBABILITY, "the nearest probability", attributes(PROBABILITY, a -> a.withObject(
                                "/multiscales")
                        .put("resampling_method", "nearest"))),
                warning(Rule.R58, "/" + L1C_CLASSES, "L1C classes without levels", _ -> {})
                        .in(Form.PACKED.withoutAuxiliaryPyramids()),
                error(
                        Rule.R59,
                        "/" + PROBABILITY,
                        "levels that nobody declares",
                        attributes(PROBABILITY, a -> a.remove("multiscales"))));
    }

    private static List<Breakage> root() {
        return List.of(
                error(Rule.R60, "/", "no dimensions", attributes("", a -> a.remove("spatial:dimensions"))),
                error(Rule.R60, "/", "the zone of the pixels", attributes("", a -> a.put("proj:code", "EPSG:32632"))),
                error(Rule.R60, "/", "a box of half the product", attributes("", a -> ((ArrayNode)
                                a.get("spatial:bbox"))
                        .set(0, a.get("spatial:bbox").get(2).deepCopy()))),
                error(Rule.R60, "/", "a box that is a little too small", attributes("", a -> a.withArray("spatial:bbox")
                        .set(1, a.get("spatial:bbox").get(1).doubleValue() + 0.001))),
                error(
                        Rule.R60,
                        "/",
                        "a box in metres",
                        attributes(
                                "",
                                a -> a.set(
                                        "spatial:bbox",
                                        Json.numbers(List.of(699960.0, 4698240.0, 701760.0, 4700040.0))))),
                warning(Rule.R61, "/", "a store from nowhere", attributes("", a -> a.remove("zarrgo:provenance"))),
                error(Rule.R61, "/", "a source without digest", attributes("", a -> a.withObject("/zarrgo:provenance")
                        .remove("source_digest"))),
                error(Rule.R61, "/", "a digest in words", attributes("", a -> a.withObject("/zarrgo:provenance")
                        .put("options_digest", "default"))),
                error(Rule.R61, "/", "a source with a password", attributes("", a -> a.withObject("/zarrgo:provenance")
                        .put("source", "https://me:secret@example.org/product.zarr"))));
    }

    private static Breakage discovery(String what, Consumer<ObjectNode> edit) {
        return error(Rule.R62, "/", what, attributes("", a -> edit.accept((ObjectNode) a.get("stac_discovery"))));
    }

    private static List<Breakage> discovery() {
        return List.of(
                warning(Rule.R62, "/", "no stac_discovery", attributes("", a -> a.remove("stac_discovery"))),
                discovery("the id of an archive", d -> d.put("id", "S2A_MSIL2A.SAFE")),
                discovery("west and east swapped", d -> {
                    var bbox = (ArrayNode) d.get("bbox");
                    bbox.insert(0, bbox.remove(2)).insert(2, bbox.remove(1));
                }),
                discovery("an open ring", d -> {
                    var ring =
                            (ArrayNode) d.path("geometry").path("coordinates").get(0);
                    ring.remove(ring.size() - 1);
                }),
                discovery("an asset without address", d -> d.withObject("/assets/other")
                        .put("href", "null")),
                discovery("an asset that was dropped", d -> d.withObject("/assets/other")
                        .put("href", "/quality/l2a_quicklook/r10m/tci")),
                discovery("an address outside of the store", d -> d.withObject("/assets/other")
                        .put("href", "https://example.org/product.zarr/measurements")),
                discovery("a computed band without asset", d -> d.withObject("/assets")
                        .remove("b08_r20m")),
                discovery("a coarser level without asset", d -> d.withObject("/assets")
                        .remove("b02_r720m")),
                discovery("no asset of all bands", d -> d.withObject("/assets").remove("reflectance")),
                discovery("another scale than the arrays", d -> d.withObject("/assets/reflectance")
                        .put("raster:scale", 0.001)),
                discovery("the type of the source", d -> d.withObject("/assets/reflectance")
                        .put("type", "application/vnd+zarr")),
                discovery(
                        "other roles", d -> d.withObject("/assets/reflectance").putArray("roles")),
                discovery(
                        "other pixels", d -> d.withObject("/assets/reflectance").put("gsd", 20)),
                discovery("the shape of another level", d -> d.withObject("/assets/reflectance")
                        .set("proj:shape", Json.numbers(List.of(90, 90)))),
                discovery("an offset that the array has not", d -> d.withObject("/assets/b08_r20m")
                        .put("raster:offset", 0.5)),
                discovery("a type that the array has not", d -> d.withObject("/assets/b08_r20m")
                        .put("data_type", "float32")));
    }
}
