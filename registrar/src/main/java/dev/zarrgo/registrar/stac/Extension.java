package dev.zarrgo.registrar.stac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The STAC extensions whose members are written here, in the versions that are written.
///
/// Source: sections 6 to 10 of the pipeline specification.
public enum Extension {
    ALTERNATE_ASSETS("alternate-assets", "1.2.0", "alternate"),
    DATACUBE("datacube", "2.2.0", "cube"),
    EO("eo", "2.0.0", "eo"),
    PROJECTION("projection", "2.0.0", "proj"),
    RASTER("raster", "2.0.0", "raster"),
    STORAGE("storage", "2.0.0", "storage"),
    TIMESTAMPS("timestamps", "1.1.0", ""),
    WEB_MAP_LINKS("web-map-links", "1.2.0", "");

    private static final String HOST = "https://stac-extensions.github.io/";
    private static final Pattern ADDRESS = Pattern.compile(Pattern.quote(HOST) + "([^/]+)/v([^/]+)/schema\\.json");

    private final String id;
    private final String url;
    private final String prefix;

    Extension(String id, String version, String prefix) {
        this.id = id;
        this.url = address(id, version);
        this.prefix = prefix;
    }

    public String url() {
        return url;
    }

    /// The address of the schema of an extension.
    public static String address(String id, String version) {
        return HOST + id + "/v" + version + "/schema.json";
    }

    /// The extension that an address is a version of, for example `eo`.
    public static Optional<String> idOf(String address) {
        Matcher matcher = ADDRESS.matcher(address);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /// Whether an address is a version of one of these.
    public static boolean isKnown(String address) {
        Optional<String> stated = idOf(address);
        for (Extension extension : values()) {
            if (stated.equals(Optional.of(extension.id))) {
                return true;
            }
        }
        return false;
    }

    /// Declares this extension once; another version of it makes way, in its place.
    public void declareIn(ObjectNode document) {
        replace(document, Optional.of(url));
    }

    /// Takes the declaration away, whatever its version.
    public void withdrawFrom(ObjectNode document) {
        replace(document, Optional.empty());
    }

    private void replace(ObjectNode document, Optional<String> replacement) {
        JsonNode known = document.path("stac_extensions");
        var addresses = new ArrayList<String>();
        boolean done = false;
        for (JsonNode address : known) {
            if (!idOf(address.asText()).equals(Optional.of(id))) {
                addresses.add(address.asText());
            } else if (!done && replacement.isPresent()) {
                addresses.add(replacement.get());
                done = true;
            }
        }
        if (!done) {
            replacement.ifPresent(addresses::add);
        }
        ArrayNode all = Json.texts(addresses);
        document.set("stac_extensions", all);
    }

    /// Those whose members occur in a document of an item, in its properties or assets.
    public static List<Extension> usedBy(ObjectNode item) {
        var used = new ArrayList<Extension>();
        for (Extension extension : values()) {
            if (!extension.prefix.isEmpty() && extension.isUsedBy(item)) {
                used.add(extension);
            }
        }
        return List.copyOf(used);
    }

    private boolean isUsedBy(ObjectNode item) {
        if (hasMember(item.path("properties"))) {
            return true;
        }
        for (JsonNode asset : item.path("assets")) {
            if (hasMember(asset) || (this == EO && hasMemberInBands(asset))) {
                return true;
            }
        }
        return false;
    }

    private boolean hasMemberInBands(JsonNode asset) {
        for (JsonNode band : asset.path("bands")) {
            if (hasMember(band)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasMember(JsonNode object) {
        var names = object.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (name.equals(prefix) || name.startsWith(prefix + ":")) {
                return true;
            }
        }
        return false;
    }
}
