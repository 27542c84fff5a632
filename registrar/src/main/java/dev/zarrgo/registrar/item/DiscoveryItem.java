package dev.zarrgo.registrar.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.convert.ConverterVersion;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Extension;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The source item of a product that came without one: from what the product says of itself, with its known
/// defects repaired.
///
/// Source: rules C26, C27.
final class DiscoveryItem {

    private static final Set<String> PLACEHOLDERS = Set.of("MISSING", "null", "");
    private static final Set<String> ROLES = Set.of("producer", "licensor", "processor", "host");
    private static final Set<String> TIMES =
            Set.of("datetime", "start_datetime", "end_datetime", "created", "updated", "published");

    /// Members that the schemas of their extensions do not know, or that hold something else.
    private static final Set<String> UNKNOWN = Set.of(
            "product:timeline",
            "processing:expression",
            "proj:wkt2",
            "proj:epsg",
            "eopf:baseline",
            "eopf:data_take_id",
            "eopf:image_size",
            "eopf:resolutions",
            "bands");

    /// The extensions of members that products carry.
    private static final Map<String, String> EXTENSIONS = Map.of(
            "eo", Extension.EO.url(),
            "eopf", "https://cs-si.github.io/eopf-stac-extension/v1.2.0/schema.json",
            "grid", Extension.address("grid", "1.1.0"),
            "processing", Extension.address("processing", "1.2.0"),
            "product", Extension.address("product", "0.1.0"),
            "sat", Extension.address("sat", "1.0.0"),
            "sar", Extension.address("sar", "1.0.0"),
            "sci", Extension.address("scientific", "1.0.0"),
            "view", Extension.address("view", "1.0.0"));

    private DiscoveryItem() {}

    /// @param id of the item, by rule P2
    /// @throws UnusableSourceException if the store says nothing of its product
    static Item of(StoreFacts facts, String id) {
        JsonNode discovery = facts.discovery();
        if (!discovery.path("properties").isObject()) {
            throw new UnusableSourceException(
                    FailureCode.ITEM_INVALID,
                    "Missing 'stac_discovery' metadata in %s"
                            .formatted(facts.store().location()),
                    "give the STAC item of the product as SOURCE");
        }
        ObjectNode item = Json.object().put("type", "Feature").put("stac_version", Item.STAC_VERSION);
        item.putArray("stac_extensions");
        item.put("id", id);
        item.set("geometry", nonEmpty(discovery.path("geometry")));
        Geometries.bbox(discovery.path("geometry")).ifPresent(box -> item.set("bbox", Json.numbers(box.edges())));
        ObjectNode properties = properties(discovery.path("properties"));
        item.set("properties", properties);
        item.putArray("links");
        item.putObject("assets");
        declare(item, properties);
        return new Item(item);
    }

    private static JsonNode nonEmpty(JsonNode value) {
        return value.isEmpty() ? Json.object().nullNode() : value.deepCopy();
    }

    private static ObjectNode properties(JsonNode stated) {
        ObjectNode properties = Json.object();
        stated.properties().forEach(member -> {
            if (!UNKNOWN.contains(member.getKey()) && !isPlaceholder(member.getValue())) {
                properties.set(member.getKey(), member.getValue().deepCopy());
            }
        });
        JsonNode take = stated.path("eopf:data_take_id");
        if (!isPlaceholder(take) && !properties.has("eopf:datatake_id")) {
            properties.set("eopf:datatake_id", take);
        }
        repairTimes(properties);
        repairInstruments(properties);
        repairProviders(properties);
        ObjectNode software = properties.path("processing:software") instanceof ObjectNode known
                ? known
                : properties.putObject("processing:software");
        removePlaceholders(software);
        software.put("zarrgo", ConverterVersion.VERSION);
        return properties;
    }

    private static boolean isPlaceholder(JsonNode value) {
        return value.isNull()
                || value.isMissingNode()
                || (value.isTextual() && PLACEHOLDERS.contains(value.asText().strip()));
    }

    private static void removePlaceholders(ObjectNode object) {
        var gone = new ArrayList<String>();
        object.properties().forEach(member -> {
            if (isPlaceholder(member.getValue())) {
                gone.add(member.getKey());
            }
        });
        object.remove(gone);
    }

    /// RFC 3339 in UTC; what is no time goes. Without a moment there is an interval, and `datetime` is
    /// null.
    private static void repairTimes(ObjectNode properties) {
        for (String name : TIMES) {
            JsonNode stated = properties.path(name);
            Times.parse(stated.asText())
                    .ifPresentOrElse(time -> properties.put(name, time.toString()), () -> properties.remove(name));
        }
        if (!properties.has("datetime")) {
            JsonNode start = properties.path("start_datetime");
            boolean moment = start.isTextual() && start.equals(properties.path("end_datetime"));
            properties.set("datetime", moment ? start : properties.nullNode());
        }
    }

    private static void repairInstruments(ObjectNode properties) {
        JsonNode one = properties.path("instrument");
        JsonNode all = properties.path("instruments");
        properties.remove("instrument");
        if (all.isTextual()) {
            properties.set("instruments", Json.texts(List.of(all.asText())));
        } else if (one.isTextual() && all.isMissingNode()) {
            properties.set("instruments", Json.texts(List.of(one.asText())));
        }
    }

    private static void repairProviders(ObjectNode properties) {
        JsonNode stated = properties.has("providers") ? properties.path("providers") : properties.path("provider");
        properties.remove(List.of("provider", "providers"));
        ArrayNode providers = Json.array();
        for (JsonNode provider : stated.isObject() ? List.of(stated) : stated) {
            var roles = new TreeSet<String>();
            provider.path("roles").forEach(role -> roles.add(role.asText()));
            if (ROLES.containsAll(roles) && !isPlaceholder(provider.path("name"))) {
                providers.add(provider.deepCopy());
            }
        }
        if (!providers.isEmpty()) {
            properties.set("providers", providers);
        }
    }

    private static void declare(ObjectNode item, ObjectNode properties) {
        var addresses = new TreeSet<String>();
        properties.fieldNames().forEachRemaining(name -> {
            int colon = name.indexOf(':');
            String address = EXTENSIONS.get(colon < 0 ? "" : name.substring(0, colon));
            if (address != null) {
                addresses.add(address);
            }
        });
        item.set("stac_extensions", Json.texts(addresses));
    }
}
