package dev.zarrgo.registrar.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.geo.BoundingBox;
import dev.zarrgo.converter.product.Product.ProcessingLevel;
import dev.zarrgo.converter.product.S2Layout;
import dev.zarrgo.converter.product.S2Resolution;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The one asset that stands for all bands of a Sentinel-2 store.
///
/// Source: rules P37 to P39.
final class ReflectanceAsset {

    static final String KEY = "reflectance";
    static final String MULTISCALES = "application/vnd.zarr; version=3; profile=multiscales";

    private static final Pattern BAND_KEY = Pattern.compile("B[0-9][0-9A]_\\d+m");
    private static final Pattern GROUP_KEY = Pattern.compile("SR_(\\d+)m");

    private static final double MICROMETRES = 1000;

    /// What the resolution says of a band is the store's, not the source's.
    private static final List<String> KEPT =
            List.of("description", "eo:common_name", "eo:center_wavelength", "eo:full_width_half_max");

    private final StoreFacts facts;
    private final ProcessingLevel level;
    private final Pyramid pyramid;

    private ReflectanceAsset(StoreFacts facts, ProcessingLevel level) {
        this.facts = facts;
        this.level = level;
        this.pyramid = facts.pyramidAt(S2Layout.REFLECTANCE).orElseThrow();
    }

    /// @throws UnusableSourceException if neither item nor store describe a band
    static ObjectNode of(Item source, StoreFacts facts, ProcessingLevel level, StoreHrefs hrefs) {
        return new ReflectanceAsset(facts, level).asset(source, hrefs);
    }

    private ObjectNode asset(Item source, StoreHrefs hrefs) {
        ObjectNode asset = Json.object()
                .put("href", hrefs.of(S2Layout.REFLECTANCE))
                .put("type", MULTISCALES)
                .put("title", title())
                .put("gsd", S2Resolution.R10M.metres());
        asset.set("roles", Json.texts(List.of("data", "reflectance")));
        addProjection(asset, pyramid);
        addNumbers(asset, facts.nativeArray(level, "b02").orElseThrow());
        ArrayNode bands = bands(source);
        asset.set("bands", bands);
        addCube(asset, bands);
        return asset;
    }

    private String title() {
        return switch (level) {
            case L1C -> "Top of Atmosphere Reflectance";
            case L2A -> "Surface Reflectance";
        };
    }

    /// `proj:*` of the finest level (rule P32).
    static void addProjection(ObjectNode object, Pyramid pyramid) {
        var grid = pyramid.finest().grid();
        object.put("proj:code", pyramid.crs().code());
        object.set("proj:shape", Json.numbers(List.of(grid.height(), grid.width())));
        object.set("proj:transform", Json.numbers(grid.transform().coefficients()));
        object.set("proj:bbox", Json.numbers(grid.bbox().edges()));
    }

    /// Type, nodata, scale and offset as an array states them.
    static void addNumbers(ObjectNode asset, ArrayMetadata array) {
        asset.put("data_type", array.type().zarrName());
        JsonNode attributes = array.attributes();
        if (array.type().kind() == DataType.Kind.FLOAT) {
            asset.put("nodata", "nan");
            asset.remove(List.of("raster:scale", "raster:offset"));
            return;
        }
        if (attributes.path("_FillValue").isNumber()) {
            asset.set("nodata", attributes.get("_FillValue"));
        }
        if (attributes.path("scale_factor").isNumber()) {
            asset.set("raster:scale", attributes.get("scale_factor"));
            asset.set(
                    "raster:offset",
                    attributes.path("add_offset").isNumber()
                            ? attributes.get("add_offset")
                            : Json.numbers(List.of(0)).get(0));
        }
    }

    // --- bands

    private ArrayNode bands(Item source) {
        Map<String, JsonNode> described = described(source);
        Map<String, BandStatistics> statistics = facts.statistics(level);
        ArrayNode bands = Json.array();
        var missing = new ArrayList<String>();
        StoreFacts.bandsOf(level).forEach((name, resolution) -> {
            JsonNode description = described.get(name);
            if (description == null) {
                missing.add(name);
                return;
            }
            ObjectNode band = bands.addObject().put("name", name);
            KEPT.stream()
                    .filter(description::has)
                    .forEach(member -> band.set(member, description.get(member).deepCopy()));
            band.put("gsd", resolution.metres());
            BandStatistics known = statistics.get(name);
            if (known != null) {
                band.set("statistics", known.json());
            }
        });
        if (!missing.isEmpty()) {
            throw new UnusableSourceException(
                    FailureCode.ITEM_INVALID,
                    "item %s: nothing describes the bands %s of the store"
                            .formatted(source.id(), String.join(" ", missing)),
                    "check that the source item is of the same product");
        }
        return bands;
    }

    /// What is known of each band: from the assets of single bands, else from those of groups, the finer
    /// first, else from the product itself.
    private Map<String, JsonNode> described(Item source) {
        var described = new TreeMap<String, JsonNode>();
        for (JsonNode band : facts.discovery().path("properties").path("bands")) {
            described.put(name(band), ofDiscovery(band));
        }
        var groups = new TreeMap<Integer, JsonNode>((a, b) -> Integer.compare(b, a)); // coarse first
        source.assets().properties().forEach(asset -> {
            Matcher group = GROUP_KEY.matcher(asset.getKey());
            if (group.matches()) {
                groups.put(Integer.parseInt(group.group(1)), asset.getValue().path("bands"));
            }
        });
        groups.values().forEach(bands -> bands.forEach(band -> described.put(name(band), band)));
        source.assets().path(KEY).path("bands").forEach(band -> described.put(name(band), band));
        source.assets().properties().forEach(asset -> {
            JsonNode band = asset.getValue().path("bands").path(0);
            if (BAND_KEY.matcher(asset.getKey()).matches() && band.isObject()) {
                described.put(name(band), band);
            }
        });
        return described;
    }

    /// `b8a`; older items write `r20m/b8A`.
    private static String name(JsonNode band) {
        String name = band.path("name").asText().toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /// A band as CPM 2 describes it, without prefixes and in nanometres, or as CPM 3 does.
    private static JsonNode ofDiscovery(JsonNode stated) {
        ObjectNode band = Json.object();
        for (String member : List.of("common_name", "center_wavelength", "full_width_half_max")) {
            JsonNode value = stated.path("eo:" + member);
            if (value.isMissingNode()) {
                value = stated.path(member);
            }
            boolean nanometres = member.equals("center_wavelength") && value.asDouble() > MICROMETRES / 10;
            if (nanometres) {
                band.put("eo:" + member, Math.rint(value.asDouble() * 10) / (10 * MICROMETRES));
            } else if (!value.isMissingNode() && !value.isNull()) {
                band.set("eo:" + member, value);
            }
        }
        return band;
    }

    // --- datacube

    private void addCube(ObjectNode asset, ArrayNode bands) {
        BoundingBox box = pyramid.finest().grid().bbox();
        var transform = pyramid.finest().grid().transform();
        ObjectNode dimensions = asset.putObject("cube:dimensions");
        dimensions.set("x", dimension("x", box.xmin(), box.xmax(), transform.a()));
        dimensions.set("y", dimension("y", box.ymin(), box.ymax(), transform.e()));
        ObjectNode variables = asset.putObject("cube:variables");
        for (JsonNode band : bands) {
            ObjectNode variable = variables.putObject(band.path("name").asText());
            variable.set("dimensions", Json.texts(List.of("y", "x")));
            variable.put("type", "data");
            Optional.of(band.path("description").asText())
                    .filter(text -> !text.isEmpty())
                    .ifPresent(text -> variable.put("description", text));
        }
    }

    private ObjectNode dimension(String axis, double first, double last, double step) {
        ObjectNode dimension = Json.object().put("type", "spatial").put("axis", axis);
        dimension.set("extent", Json.numbers(List.of(first, last)));
        return dimension.put("step", step).put("reference_system", pyramid.crs().epsg());
    }
}
