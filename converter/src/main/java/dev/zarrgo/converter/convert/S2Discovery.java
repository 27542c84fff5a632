package dev.zarrgo.converter.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.geo.BoundingBox;
import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.geo.Grid;
import dev.zarrgo.converter.geozarr.GeoAttributes;
import dev.zarrgo.converter.product.Product.ProcessingLevel;
import dev.zarrgo.converter.product.Rings;
import dev.zarrgo.converter.product.S2Layout;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.converter.zarr.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The root attributes of the target, with a `stac_discovery` that is true for the new store.
///
/// Source: rules R60 to R62, I22, I23.
final class S2Discovery {

    private static final Pattern PRODUCT_NAME =
            Pattern.compile("S2[A-D]_MSIL(?:1C|2A)_\\d{8}T\\d{6}_N\\d{4}_R\\d{3}_T\\d{2}[A-Z]{3}_\\d{8}T\\d{6}");
    private static final Pattern TILE = Pattern.compile("_(T\\d{2}[A-Z]{3})_");
    private static final int REFLECTANCE_METRES = 10;

    private final String name;
    private final Crs crs;
    private final ConversionOptions options;
    private final NavigableMap<String, Node> target;
    private final Hierarchy source;

    S2Discovery(String name, Crs crs, ConversionOptions options, NavigableMap<String, Node> target, Hierarchy source) {
        this.name = name.replaceFirst("(?i)\\.zarr(\\.zip)?$", "");
        this.crs = crs;
        this.options = options;
        this.target = target;
        this.source = source;
    }

    ObjectNode rootAttributes(GeoAttributes geo, Map<String, Grid> grids, Set<String> derived, ObjectNode provenance) {
        ObjectNode attributes = ArrayAttributes.cleaned(source.root().attributes(), Set.of());
        if (attributes.path("stac_discovery") instanceof ObjectNode discovery) {
            repair(discovery, grids, derived);
        }
        BoundingBox bbox = union(grids.values());
        geo.addRoot(attributes, bbox);
        attributes.set("zarrgo:provenance", provenance);
        return attributes;
    }

    private BoundingBox union(Collection<Grid> grids) {
        return grids.stream()
                .map(grid -> grid.bbox().toLonLat(crs))
                .reduce(BoundingBox::union)
                .orElseThrow();
    }

    /// For a person: `S2A L2A 2025-10-08 T32TQM (CPM 2, Zarr v2)`.
    String label(ProcessingLevel level) {
        JsonNode properties = discovery().path("properties");
        var words = new ArrayList<String>();
        Matcher platform = Pattern.compile("sentinel-2(\\w)")
                .matcher(properties.path("platform").asText());
        words.add(platform.matches() ? "S2" + platform.group(1).toUpperCase(Locale.ROOT) : "S2");
        words.add(level.name());
        String start = properties.path("start_datetime").asText();
        if (start.length() >= 10) {
            words.add(start.substring(0, 10));
        }
        Matcher tile = TILE.matcher(name + " " + discovery().path("id").asText());
        if (tile.find()) {
            words.add(tile.group(1));
        }
        int format = source.arrays().firstEntry().getValue().zarrFormat();
        words.add("(CPM %s, Zarr v%s)".formatted(format, format));
        return String.join(" ", words);
    }

    private JsonNode discovery() {
        return source.root().attributes().path("stac_discovery");
    }

    private void repair(ObjectNode discovery, Map<String, Grid> grids, Set<String> derived) {
        if (discovery.path("geometry") instanceof ObjectNode geometry) {
            Rings.repair(geometry);
            Rings.bbox(geometry).ifPresent(box -> discovery.set("bbox", Json.numbers(box.edges())));
        }
        discovery.put("id", id(discovery.path("id").asText()));
        ObjectNode assets = discovery.path("assets") instanceof ObjectNode known ? known : Json.object();
        repairAssets(assets);
        derived.forEach(path -> addDerived(assets, path));
        addReflectance(assets, grids);
        discovery.set("assets", assets);
    }

    /// The product's name: of the store where that is one, else what the id holds of it (rule I23).
    private String id(String stated) {
        Matcher inName = PRODUCT_NAME.matcher(name);
        if (inName.find()) {
            return inName.group();
        }
        Matcher inId = PRODUCT_NAME.matcher(stated);
        return inId.find() ? inId.group() : name;
    }

    /// Removes what points to nothing, and points the rest at the target (rule R62).
    private void repairAssets(ObjectNode assets) {
        var gone = new ArrayList<String>();
        for (Map.Entry<String, JsonNode> entry : assets.properties()) {
            String href = entry.getValue().path("href").asText();
            String path = path(href);
            if (href.isEmpty() || href.equals("null") || !target.containsKey(path)) {
                gone.add(entry.getKey());
            } else if (entry.getValue() instanceof ObjectNode asset) {
                asset.put("href", "/" + path);
                updateNumbers(asset, path);
            }
        }
        assets.remove(gone);
    }

    /// The part of an href below the root of the store.
    private static String path(String href) {
        String below = href.replaceFirst("^.*\\.zarr/", "").replaceFirst("^\\.?/", "");
        return below.endsWith("/") ? below.substring(0, below.length() - 1) : below;
    }

    /// Type, scale and offset as the target stores them, where the asset states them.
    private void updateNumbers(ObjectNode asset, String path) {
        if (!(target.get(path) instanceof ArrayMetadata array)) {
            return;
        }
        for (String key : List.of("data_type", "raster:data_type", "dtype")) {
            if (asset.has(key)) {
                asset.put(key, array.type().zarrName());
            }
        }
        boolean packed = array.attributes().has("scale_factor");
        if (!packed) {
            asset.remove(List.of("raster:scale", "raster:offset", "nodata"));
        }
    }

    private static void addDerived(ObjectNode assets, String path) {
        String level = Hierarchy.name(Hierarchy.parent(path));
        String key = Hierarchy.name(path) + "_" + level;
        assets.putObject(key).put("href", "/" + path).put("title", key);
    }

    private void addReflectance(ObjectNode assets, Map<String, Grid> grids) {
        Grid finest = grids.get(S2Layout.REFLECTANCE + "/r10m");
        ObjectNode asset = assets.putObject("reflectance");
        asset.put("href", "/" + S2Layout.REFLECTANCE);
        asset.put("type", "application/vnd.zarr; version=3; profile=multiscales");
        asset.put("title", "Surface Reflectance");
        asset.set("roles", Json.texts(List.of("data", "reflectance")));
        asset.put("gsd", REFLECTANCE_METRES);
        asset.put("proj:code", crs.code());
        if (finest != null) {
            asset.set("proj:shape", Json.numbers(List.of(finest.height(), finest.width())));
        }
        band().ifPresent(band -> {
            ObjectNode attributes = band.attributes();
            asset.set("raster:scale", attributes.get("scale_factor"));
            asset.set("raster:offset", attributes.get("add_offset"));
            if (attributes.has("_FillValue")) {
                asset.set("nodata", attributes.get("_FillValue"));
            }
        });
    }

    /// A packed band, when bands are packed.
    private Optional<ArrayMetadata> band() {
        if (options.encoding() == Encoding.PACKED
                && target.get(S2Layout.REFLECTANCE + "/r10m/b02") instanceof ArrayMetadata band
                && band.attributes().has("scale_factor")) {
            return Optional.of(band);
        }
        return Optional.empty();
    }
}
