package dev.zarrgo.converter.product;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.GroupMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the reference system of a product among the places that state it, in their order of trust.
///
/// Source: rules I18, I25, R25.
public final class SourceCrs {

    private static final Pattern EPSG_IN_WKT = Pattern.compile("(?:AUTHORITY|ID)\\[\"EPSG\",\"?(\\d+)\"?]]$");

    private SourceCrs() {}

    /// The reference system, and what was found and could not be used on the way to it.
    public record Found(Crs crs, List<String> rejected) {}

    /// @throws UnusableSourceException if nothing names a system that is supported
    public static Found find(Hierarchy source, String name) {
        var rejected = new ArrayList<String>();
        for (Map.Entry<String, String> statement : statements(source).entrySet()) {
            Optional<Crs> crs = Crs.of(statement.getValue());
            if (crs.isPresent()) {
                return new Found(crs.get(), rejected);
            }
            rejected.add("%s is '%s', which is no supported reference system"
                    .formatted(statement.getKey(), statement.getValue()));
        }
        throw new UnusableSourceException(
                FailureCode.SOURCE_CORRUPT,
                "%s names no reference system that is supported%s"
                        .formatted(name, rejected.isEmpty() ? "" : ": " + String.join("; ", rejected)),
                "UTM zones on WGS 84 (EPSG:326xx, EPSG:327xx) and EPSG:4326 are");
    }

    /// Everything that states a reference system, most trusted first.
    private static Map<String, String> statements(Hierarchy source) {
        var found = new LinkedHashMap<String, String>();
        JsonNode root = source.root().attributes();
        for (String key : List.of("horizontal_CRS_code", "horizontal_crs_code")) {
            add(found, "other_metadata." + key, root.path("other_metadata").path(key));
        }
        Map<String, ArrayMetadata> arrays = source.arrays();
        arrays.forEach((path, array) -> {
            if (array.attributes().has("grid_mapping_name")) {
                addGridMapping(found, path, array.attributes());
            }
        });
        arrays.forEach((path, array) ->
                add(found, "proj:epsg of /" + path, array.attributes().path("proj:epsg")));
        JsonNode properties = root.path("stac_discovery").path("properties");
        add(found, "stac_discovery proj:code", properties.path("proj:code"));
        add(found, "stac_discovery proj:epsg", properties.path("proj:epsg"));
        for (Map.Entry<String, Node> entry : source.nodes().entrySet()) {
            if (entry.getValue() instanceof GroupMetadata group) {
                add(found, "proj:code of /" + entry.getKey(), group.attributes().path("proj:code"));
            }
        }
        return found;
    }

    private static void add(Map<String, String> found, String where, JsonNode code) {
        if (code.isTextual() || code.isIntegralNumber()) {
            found.put(where, code.asText());
        }
    }

    private static void addGridMapping(Map<String, String> found, String path, JsonNode attributes) {
        for (String key : List.of("crs_wkt", "spatial_ref")) {
            Matcher matcher = EPSG_IN_WKT.matcher(attributes.path(key).asText().strip());
            if (matcher.find()) {
                found.put("%s of /%s".formatted(key, path), matcher.group(1));
            }
        }
    }
}
