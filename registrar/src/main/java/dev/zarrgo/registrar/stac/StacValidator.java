package dev.zarrgo.registrar.stac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Checks items and collections against the schemas of STAC and of the extensions they declare, and a few
/// things that schemas cannot say.
///
/// Loading the schemas takes a third of a second, so make one and keep it. Safe for use by several threads.
///
/// Source: rule P87.
public final class StacValidator {

    private static final int MAX_SHOWN = 20;

    private static final Map<String, String> CORE = Map.of(
            "Feature", "https://schemas.stacspec.org/v%s/item-spec/json-schema/item.json",
            "Collection", "https://schemas.stacspec.org/v%s/collection-spec/json-schema/collection.json",
            "Catalog", "https://schemas.stacspec.org/v%s/catalog-spec/json-schema/catalog.json");

    /// Prefixes of members and the extension that defines them.
    private static final Map<String, String> PREFIXES = Map.ofEntries(
            Map.entry("alternate", "alternate-assets"),
            Map.entry("cube", "datacube"),
            Map.entry("eo", "eo"),
            Map.entry("grid", "grid"),
            Map.entry("processing", "processing"),
            Map.entry("product", "product"),
            Map.entry("proj", "projection"),
            Map.entry("raster", "raster"),
            Map.entry("renders", "render"),
            Map.entry("s2", "sentinel-2"),
            Map.entry("sar", "sar"),
            Map.entry("sat", "sat"),
            Map.entry("storage", "storage"),
            Map.entry("view", "view"),
            Map.entry("zarr", "zarr"));

    private final Schemas schemas = new Schemas();

    /// All that is wrong with an item, a collection or a catalogue; empty if nothing is.
    public List<StacViolation> violations(ObjectNode document) {
        var violations = new ArrayList<StacViolation>();
        String core = CORE.get(document.path("type").asText());
        String address =
                core == null ? "" : core.formatted(document.path("stac_version").asText());
        if (!Schemas.has(address)) {
            return List.of(new StacViolation("/type", "stac", "neither item nor collection of a known STAC version"));
        }
        violations.addAll(schemas.check(document, address));
        for (JsonNode extension : document.path("stac_extensions")) {
            if (Schemas.has(extension.asText())) {
                violations.addAll(schemas.check(document, extension.asText()));
            }
        }
        if (document.path("type").asText().equals("Feature")) {
            checkItem(document, violations);
        }
        return List.copyOf(violations);
    }

    /// Declared extensions whose schema is not on board, which therefore stay unchecked.
    public static List<String> unchecked(ObjectNode document) {
        var unchecked = new ArrayList<String>();
        for (JsonNode extension : document.path("stac_extensions")) {
            if (!Schemas.has(extension.asText())) {
                unchecked.add(extension.asText());
            }
        }
        return List.copyOf(unchecked);
    }

    /// Refuses a document that is wrong.
    ///
    /// @throws UnusableSourceException with the JSON pointer of each violation
    public void require(ObjectNode document) {
        List<StacViolation> violations = violations(document);
        if (violations.isEmpty()) {
            return;
        }
        var text = new StringBuilder("%s %s breaks STAC in %d places; it is not published"
                .formatted(
                        document.path("type").asText().equals("Feature") ? "item" : "collection",
                        document.path("id").asText(),
                        violations.size()));
        violations.stream().limit(MAX_SHOWN).forEach(violation -> text.append("\n       ")
                .append(violation));
        throw new UnusableSourceException(FailureCode.ITEM_INVALID, text.toString());
    }

    // --- what the schemas cannot say

    private static void checkItem(ObjectNode item, List<StacViolation> violations) {
        JsonNode properties = item.path("properties");
        if (!properties.path("datetime").isTextual()
                && (properties.path("start_datetime").asText("").isEmpty()
                        || properties.path("end_datetime").asText("").isEmpty())) {
            violations.add(plain("/properties/datetime", "null needs start_datetime and end_datetime"));
        }
        JsonNode box = item.path("bbox");
        if (box.isArray() && Boxes.read(box).isEmpty()) {
            violations.add(plain("/bbox", "no box: the south is north of the north"));
        }
        if (item.path("geometry").isNull()) {
            violations.add(plain("/geometry", "catalogues refuse items without a geometry"));
        }
        if (item.has("collection") && !hasLink(item, "collection")) {
            violations.add(plain("/links", "there is a collection and no link to it"));
        }
        checkPrefixes(item, violations);
    }

    private static boolean hasLink(ObjectNode item, String rel) {
        for (JsonNode link : item.path("links")) {
            if (link.path("rel").asText().equals(rel)) {
                return true;
            }
        }
        return false;
    }

    private static void checkPrefixes(ObjectNode item, List<StacViolation> violations) {
        var declared = new TreeSet<String>();
        for (JsonNode address : item.path("stac_extensions")) {
            Extension.idOf(address.asText()).ifPresent(declared::add);
        }
        checkPrefixes(item.path("properties"), "/properties", declared, violations);
        item.path("assets")
                .properties()
                .forEach(asset -> checkPrefixes(asset.getValue(), "/assets/" + asset.getKey(), declared, violations));
    }

    private static void checkPrefixes(
            JsonNode object, String pointer, Set<String> declared, List<StacViolation> violations) {
        object.fieldNames().forEachRemaining(name -> {
            int colon = name.indexOf(':');
            Optional<String> owner = Optional.ofNullable(PREFIXES.get(colon < 0 ? "" : name.substring(0, colon)));
            if (owner.isPresent() && !declared.contains(owner.get())) {
                violations.add(plain(pointer + "/" + name, "the extension %s is not declared".formatted(owner.get())));
            }
        });
    }

    private static StacViolation plain(String pointer, String message) {
        return new StacViolation(pointer, "STAC", message);
    }
}
