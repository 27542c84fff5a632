package dev.zarrgo.converter.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.zip.CRC32;

/// The root attribute `stac_discovery` in the form of CPM 3: STAC 1.1, with the name that EOPF gives.
final class Cpm3Discovery {

    private static final List<String> EXTENSIONS = List.of(
            "eopf/v1.2.0",
            "eo/v2.0.0",
            "raster/v2.0.0",
            "sat/v1.1.0",
            "view/v1.1.0",
            "scientific/v1.0.0",
            "processing/v1.2.0",
            "product/v1.0.0");

    private static final List<String> DROPPED = List.of(
            "eopf:baseline",
            "eopf:image_size",
            "eopf:resolutions",
            "mission",
            "processing:expression",
            "product:timeline",
            "proj:epsg");

    private static final double NANOMETRES_PER_MICROMETRE = 1000;

    private Cpm3Discovery() {}

    /// @param old the attribute of CPM 2
    /// @param wkt of the reference system
    static ObjectNode of(JsonNode old, String wkt, ObjectNode assets) {
        ObjectNode discovery = Json.object();
        discovery.set("assets", assets);
        discovery.set("bbox", old.path("bbox"));
        discovery.set("geometry", old.path("geometry"));
        discovery.put("id", id(old));
        discovery.set("links", old.path("links"));
        discovery.set("properties", properties(old.path("properties"), wkt));
        discovery.set(
                "stac_extensions",
                Json.texts(EXTENSIONS.stream()
                        .map("https://stac-extensions.github.io/%s/schema.json"::formatted)
                        .toList()));
        return discovery.put("stac_version", "1.1.0").put("type", "Feature");
    }

    /// For example `S02MSIL2A_20251008T100041_00000_A0122_T540`.
    private static String id(JsonNode old) {
        JsonNode properties = old.path("properties");
        var checksum = new CRC32();
        checksum.update(old.path("id").asText().getBytes(StandardCharsets.UTF_8));
        String platform = properties.path("platform").asText();
        return "%s_%s_00000_%s%04d_T%03X"
                .formatted(
                        properties.path("product:type").asText(),
                        stamp(properties),
                        platform.substring(platform.length() - 1).toUpperCase(Locale.ROOT),
                        properties.path("sat:relative_orbit").intValue(),
                        checksum.getValue() & 0xFFF);
    }

    /// `20251008T100041`.
    private static String stamp(JsonNode properties) {
        return properties.path("start_datetime").asText().substring(0, 19).replaceAll("[-:]", "");
    }

    private static ObjectNode properties(JsonNode old, String wkt) {
        var members = new TreeMap<String, JsonNode>();
        old.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        DROPPED.forEach(members::remove);
        members.remove("eopf:data_take_id");
        members.remove("instrument");
        members.put("bands", bands(old.path("bands")));
        String start = old.path("start_datetime").asText();
        ObjectNode more = Json.object()
                .put("created", utc(old.path("created").asText(), 6))
                .put("datetime", utc(start, 6))
                .put("start_datetime", utc(start, 3))
                .put("end_datetime", utc(old.path("end_datetime").asText(), 3))
                .put("eopf:datatake_id", old.path("eopf:data_take_id").asText())
                .put(
                        "eopf:datastrip_id",
                        "S2X_OPER_MSI_%s_DS_SAMPLE_%s"
                                .formatted(old.path("processing:level").asText(), stamp(old)))
                .put("processing:lineage", "systematic")
                .put("processing:version", "1.0.0")
                .put("proj:code", "EPSG:" + old.path("proj:epsg").asText())
                .put("proj:wkt2", wkt);
        more.set("instruments", Json.texts(List.of(old.path("instrument").asText())));
        more.set(
                "processing:software",
                Json.object()
                        .put("COMMON_PFSD", "3.0.0")
                        .put("EOPF_CPM", "3.0.0")
                        .put("EOPF_MAPPING", "1.0.0")
                        .put("EOPF_MODEL", "1.0.0")
                        .put("SPECIFIC_PFSD", "1.1.0"));
        JsonNode box = old.path("proj:bbox");
        double left = box.path(0).doubleValue();
        double top = box.path(3).doubleValue();
        more.set("proj:transform", Json.numbers(List.of(60.0, 0.0, left, 0.0, -60.0, top, 0.0, 0.0, 1.0)));
        more.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return Json.object().setAll(members);
    }

    private static ArrayNode bands(JsonNode old) {
        ArrayNode bands = Json.array();
        for (JsonNode band : old) {
            double nanometres = band.path("center_wavelength").doubleValue();
            ObjectNode copy = Json.object()
                    .put("eo:center_wavelength", nanometres / NANOMETRES_PER_MICROMETRE)
                    .put("eo:common_name", band.path("common_name").asText());
            copy.set("eo:full_width_half_max", band.path("full_width_half_max"));
            copy.set("eo:solar_illumination", band.path("solar_illumination"));
            String name = band.path("name").asText();
            bands.add(copy.put("name", name).put("raster:spatial_resolution", nativeResolution(Band.named(name))));
        }
        return bands;
    }

    private static String nativeResolution(Band band) {
        return switch (band) {
            case B02, B03, B04, B08 -> "10";
            case B01, B09, B10 -> "60";
            case B05, B06, B07, B8A, B11, B12 -> "20";
        };
    }

    /// `2025-10-08T10:00:41.024000+00:00` as `2025-10-08T10:00:41.024Z`.
    ///
    /// @param digits of the fraction of a second
    private static String utc(String text, int digits) {
        String[] parts = text.substring(0, text.indexOf('+')).split("\\.", 2);
        String fraction = (parts.length > 1 ? parts[1] : "") + "000000";
        return parts[0] + "." + fraction.substring(0, digits) + "Z";
    }
}
