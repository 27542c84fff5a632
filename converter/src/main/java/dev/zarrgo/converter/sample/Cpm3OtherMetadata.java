package dev.zarrgo.converter.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.zarrgo.converter.zarr.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The root attribute `other_metadata` in the form of CPM 3: names in lower case, numbers as numbers, and
/// some members less.
final class Cpm3OtherMetadata {

    private static final List<String> DROPPED = List.of(
            "history",
            "meteo",
            "l0_",
            "absolute_location",
            "multispectral_registration",
            "percentage_of_degraded",
            "planimetric_stability",
            "spectral_band_of_reference");

    private static final List<String> TEXTS = List.of("bandwidth", "spectral_response_values", "units");
    private static final Pattern INTEGER = Pattern.compile("[-+]?\\d{1,9}");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?\\d*\\.\\d+");

    private Cpm3OtherMetadata() {}

    static ObjectNode of(JsonNode old, int epsg) {
        var members = new TreeMap<String, JsonNode>();
        old.properties().forEach(member -> {
            String name = lower(member.getKey());
            if (DROPPED.stream().noneMatch(name::startsWith)) {
                members.put(name, lowered(member.getValue()));
            }
        });
        members.put("band_description", bands(old.path("band_description")));
        members.put("geometric_refinement", old.path("geometric_refinement"));
        String status = old.path("product_quality_status").asText();
        members.put("product_quality_status", Json.texts(List.of(status.split(",", -1))));
        String zone = "UTM zone %s%s".formatted(epsg % 100, epsg < 32700 ? "N" : "S");
        members.put("utm_zone_identification", TextNode.valueOf(zone));
        return Json.object().setAll(members);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    private static JsonNode lowered(JsonNode value) {
        if (!value.isObject()) {
            return value;
        }
        ObjectNode lowered = Json.object();
        value.properties().forEach(member -> lowered.set(lower(member.getKey()), lowered(member.getValue())));
        return lowered;
    }

    /// `01` to `12` and `8A`; CPM 2 describes them a second time as `b01` to `b8a`, in full.
    private static ObjectNode bands(JsonNode old) {
        ObjectNode bands = Json.object();
        old.properties().forEach(member -> {
            String name = member.getKey();
            if (name.startsWith("b")) {
                bands.set(name.substring(1).toUpperCase(Locale.ROOT), band(member.getValue()));
            }
        });
        return bands;
    }

    private static ObjectNode band(JsonNode old) {
        ObjectNode band = Json.object();
        old.properties().forEach(member -> {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (TEXTS.contains(name)) {
                band.put(name, value.asText());
            } else if (value.isTextual()) {
                putNumber(band, name, value.asText());
            } else {
                band.set(name, value);
            }
        });
        return band;
    }

    private static void putNumber(ObjectNode band, String name, String text) {
        if (INTEGER.matcher(text).matches()) {
            band.put(name, Integer.parseInt(text));
        } else if (DECIMAL.matcher(text).matches()) {
            band.put(name, new BigDecimal(text));
        } else {
            band.put(name, text);
        }
    }
}
